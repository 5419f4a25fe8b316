import { parentPort } from 'node:worker_threads';
import { peerError } from '@rnnlab/shared';
import { EngineError } from '../../errors.js';
import { cudaFailure, sessionOptions } from './execution-providers.js';
import { Client, nodeThread, type Port, serve } from './rpc.js';
import { sessionHandlers } from './sessions.js';
import type { Ort } from './tensors.js';

// A run of ONNX Runtime blocks the thread that calls it, so it is called in this one.
const ort: Ort = await import('onnxruntime-node').catch((error: unknown) => {
  throw peerError('onnxruntime-node', error, EngineError);
});

const handlers = sessionHandlers(
  ort,
  async (model, settings) => {
    const made = ort.InferenceSession.create(model, sessionOptions(settings));
    return settings.device === 'cuda' ? made.catch((error) => Promise.reject(cudaFailure(error))) : made;
  },
  () => new Client(nodeThread('onnxruntime-worker')),
);
serve(handlers, parentPort as unknown as Port);
