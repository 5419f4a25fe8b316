// The second process: it resumes to the end, and compares with a training that nobody stopped; scores and exports.

import { readFile, writeFile } from 'node:fs/promises';
import { exportModel } from '@rnnlab/onnx';
import { decodeCheckpoint, evaluate, fit, onnxruntime } from '@rnnlab/trainer';
import './definitions.mjs';
import { examples, LABELS, loss, metrics, options, sequences } from './training.mjs';

const engine = onnxruntime({ threads: 2 });
const spec = JSON.parse(await readFile('spec.json', 'utf8'));
const resume = decodeCheckpoint(spec, await readFile('checkpoint.safetensors'));
const resumed = await fit({ ...options, spec, engine, resume });
const whole = await fit({ ...options, engine });

const bytes = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);
const same = (a, b) => bytes(a).equals(bytes(b));
const [state, expected] = [resumed.checkpoint.state, whole.checkpoint.state];
console.log(
  'same parameters',
  same(resumed.parameters, whole.parameters) && same(state.parameters, expected.parameters),
);
console.log('same slots', state.slots.length === 1 && same(state.slots[0], expected.slots[0]));
console.log('same history', JSON.stringify(resumed.history) === JSON.stringify(whole.history));

const { parameters } = resumed;
const model = await engine.compile(spec, { type: 'sgd' }, { loss });
await model.setState({ parameters, slots: [] });
const scores = await evaluate(model, examples(300, 3), { metrics });
console.log('accuracy', scores.accuracy, 'balanced', scores.metrics['mine/balanced-accuracy']);
const predictions = [];
for (const { ids, target } of sequences(20, 4)) {
  const { examples: _, ...batch } = {
    ids: Int32Array.from(ids),
    lengths: Int32Array.of(ids.length),
    targets: Int32Array.of(target),
  };
  const { outputs } = await model.evaluate(batch, { batch: 1, steps: ids.length });
  const exps = [...outputs].map(Math.exp);
  const total = exps.reduce((a, b) => a + b, 0);
  predictions.push(exps.map((e) => e / total));
}
await model.dispose();
await writeFile('model.onnx', exportModel({ spec, parameters }, { loss, labels: LABELS, title: 'Own' }));
await writeFile('predictions.json', JSON.stringify(predictions));
