import { trainingProgram } from '@rnnlab/onnx';
import { InferenceSession } from 'onnxruntime-node';
import { answer } from '../child.js';
import { readWorkload } from '../workload-folder.js';
import { profileStep } from './profile.js';

// Says where the nodes of a workload's training graph run with CUDA, in a process of its own: `placement.js FOLDER`.
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
