// The first process: it trains in the worker until it is stopped in the middle, and leaves the checkpoint and the spec.

import { writeFile } from 'node:fs/promises';
import { encodeCheckpoint, fit, onnxruntime } from '@rnnlab/trainer';
import './definitions.mjs';
import { options, spec } from './training.mjs';

const stop = new AbortController();
const { checkpoint, stopped, history } = await fit({
  ...options,
  engine: onnxruntime({ threads: 2 }),
  signal: stop.signal,
  parametersEvery: 1,
  onParameters(_, { epoch, step }) {
    if (epoch === 3 && step % 10 === 4) stop.abort();
  },
});
await writeFile('checkpoint.safetensors', encodeCheckpoint(spec, checkpoint));
await writeFile('spec.json', JSON.stringify(spec));
console.log(stopped, 'after', history.length, 'epochs and', checkpoint.progress.batches, 'batches');
