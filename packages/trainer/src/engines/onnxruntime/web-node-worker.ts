import { parentPort } from 'node:worker_threads';
import { peerError } from '@rnnlab/shared';
import { EngineError } from '../../errors.js';
import { type Port, serve } from './rpc.js';
import { webHandlers } from './sessions.js';
import type { Ort } from './tensors.js';

const ort: Ort = await import('onnxruntime-web').catch((error: unknown) => {
  throw peerError('onnxruntime-web', error, EngineError);
});
serve(webHandlers(ort), parentPort as unknown as Port);
