import { parentPort } from 'node:worker_threads';
import { peerError } from '@rnnlab/shared';
import { EngineError } from '../error.js';
import { type Port, serve } from '../ort/serve.js';
import type { Ort } from '../ort/sessions.js';
import { webAnswers } from './answers.js';

const ort: Ort = await import('onnxruntime-web').catch((error: unknown) => {
  throw peerError('onnxruntime-web', error, EngineError);
});
serve(webAnswers(ort), parentPort as unknown as Port);
