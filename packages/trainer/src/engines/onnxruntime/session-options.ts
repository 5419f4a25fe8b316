import type { InferenceSession } from 'onnxruntime-node';
import type { SessionSettings } from '../ort/protocol.js';

/** How `onnxruntime-node` makes a session. */
export const sessionOptions = ({ threads, device }: SessionSettings): InferenceSession.SessionOptions => ({
  // The binding passes the number of the GPU on to the provider, and no other option.
  ...(device === 'cuda' && { executionProviders: ['cuda'] }),
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  // Denormal numbers, as adjoints fade away over time, are many times slower.
  extra: { session: { set_denormal_as_zero: '1' } },
  logSeverityLevel: 3,
});
