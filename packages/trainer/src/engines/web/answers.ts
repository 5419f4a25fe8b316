import type { Answers, SessionSettings } from '../ort/protocol.js';
import { type Ort, sessionAnswers } from '../ort/sessions.js';

/** Answers calls with the sessions of `onnxruntime-web`. Its settings are those of its first session. */
export function webAnswers(ort: Ort): Answers {
  return sessionAnswers(ort, (model, { threads, wasmPaths }: SessionSettings) => {
    ort.env.wasm.numThreads = threads;
    if (wasmPaths) ort.env.wasm.wasmPaths = wasmPaths;
    return ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  });
}
