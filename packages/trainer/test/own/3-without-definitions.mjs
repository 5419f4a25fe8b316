// The third process: it defines nothing. The exported file loads and predicts, and what needs a definition says so.

import { readFile } from 'node:fs/promises';
import { loadModel } from '@rnnlab/inference';
import { resolveModel } from '@rnnlab/models';
import { exportModel } from '@rnnlab/onnx';
import { decodeCheckpoint, fit, onnxruntime } from '@rnnlab/trainer';
import { loss, options, sequences } from './training.mjs';

const expected = JSON.parse(await readFile('predictions.json', 'utf8'));
const model = await loadModel('model.onnx', { input: 'tokens' });
const probabilities = await model.probabilities(sequences(20, 4).map(({ ids }) => ids));
await model.close();
const errors = probabilities.flatMap(({ data }, k) => [...data].map((p, c) => Math.abs(p - expected[k][c])));
console.log(model.title, model.labels.join(' '), 'predicts', probabilities.length, 'sequences');
console.log('same predictions', errors.length === 60 && Math.max(...errors) < 1e-5);

const spec = JSON.parse(await readFile('spec.json', 'utf8'));
const checkpoint = await readFile('checkpoint.safetensors');
const plain = { ...spec, layers: [spec.layers[0], { type: 'last' }, spec.layers[3]] };
const engine = onnxruntime({ threads: 1 });
const rest = { ...options, spec: plain, engine, metrics: undefined, monitor: undefined };
const builtIn = { loss: undefined, optimizer: undefined, schedule: undefined };
const attempts = {
  layer: () => resolveModel({ ...spec, layers: [spec.layers[0], spec.layers[2], spec.layers[3]] }),
  cell: () => resolveModel(spec),
  checkpoint: () => decodeCheckpoint(spec, checkpoint),
  training: () => fit({ ...options, engine, metrics: undefined, monitor: undefined, schedule: undefined }),
  loss: () => fit({ ...rest, ...builtIn, loss: options.loss }),
  optimizer: () => fit({ ...rest, ...builtIn, optimizer: options.optimizer }),
  schedule: () => fit({ ...rest, ...builtIn, schedule: options.schedule }),
  metric: () => fit({ ...options, ...builtIn, spec: plain, engine }),
  export: () =>
    exportModel({ spec: plain, parameters: new Float32Array(107) }, { loss, labels: ['a', 'b', 'c'] }),
};
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    console.log(`${what}: done`);
  } catch (error) {
    console.log(`${what}: ${error.code} ${error.message}`);
  }
}
