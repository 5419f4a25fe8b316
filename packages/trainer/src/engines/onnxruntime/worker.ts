import { parentPort } from 'node:worker_threads';
import { peerError } from '@rnnlab/shared';
import { EngineError } from '../error.js';
import { Client } from '../ort/client.js';
import { nodeThread } from '../ort/node-thread.js';
import { type Port, serve } from '../ort/serve.js';
import { type Ort, sessionAnswers } from '../ort/sessions.js';
import { cudaFailure } from './cuda.js';
import { sessionOptions } from './session-options.js';

// A run of ONNX Runtime blocks the thread that calls it, so it is called in this one.
const ort: Ort = await import('onnxruntime-node').catch((error: unknown) => {
  throw peerError('onnxruntime-node', error, EngineError);
});

const answers = sessionAnswers(
  ort,
  async (model, settings) => {
    const made = ort.InferenceSession.create(model, sessionOptions(settings));
    return settings.device === 'cuda' ? made.catch((error) => Promise.reject(cudaFailure(error))) : made;
  },
  () => new Client(nodeThread('onnxruntime-worker')),
);
serve(answers, parentPort as unknown as Port);
