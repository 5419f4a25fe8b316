import { trainingProgram } from '@rnnlab/onnx';
import { InferenceSession } from 'onnxruntime-node';
import { profileStep } from '../cuda/placement.js';
import { readWorkload } from '../workload.js';
import { answer } from './child.js';

// Reports the execution providers of a workload's training graph with CUDA, in a process of its own: `placement.js FOLDER`.
const { spec, optimizer, batch, steps } = await readWorkload(process.argv[2]!);
const { model } = trainingProgram(spec, optimizer);

// Only CUDA is named: with the CPU named as well, forbidding its use is a contradiction to ONNX Runtime.
const refusal = await InferenceSession.create(model, {
  executionProviders: ['cuda'],
  extra: { session: { disable_cpu_ep_fallback: '1' } },
  logSeverityLevel: 3,
}).then(
  () => undefined,
  (error: Error) => error.message.trim(),
);
await answer(
  { refusal, placement: await profileStep(model, { run: 1, batch, steps }, ['cuda']) },
  async () => ({}),
);
process.exit();
