import { parentPort } from 'node:worker_threads';
import { importPeer } from '../optional-peer.js';
import { type Port, serve } from '../ort/serve.js';
import { type Ort, sessionAnswers } from '../ort/sessions.js';

// A run of ONNX Runtime blocks the thread that calls it, so it is called in this one.
const ort = await importPeer<Ort>('onnxruntime-node');

const answers = sessionAnswers(ort, (model, { threads }) =>
  ort.InferenceSession.create(model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // Denormal numbers, as adjoints fade away over time, are many times slower.
    extra: { session: { set_denormal_as_zero: '1' } },
    logSeverityLevel: 3,
  }),
);
serve(answers, parentPort as unknown as Port);
