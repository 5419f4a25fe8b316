import { type Examples, fit } from '@rnnlab/trainer';
import { cases } from '../cases.js';
import { prepareCase } from '../workload.js';
import { answer } from './child.js';

// Trains a case with `fit` in a process of its own, and reports the delays of a timer: `jitter.js CASE SECONDS`.
const [name, seconds] = process.argv.slice(2) as [string, string];
const { spec, optimizer, learningRate, batch, steps, tensors, data } = prepareCase(
  cases.find((benchmark) => benchmark.name === name)!,
);
const INTERVAL = 10;
const BATCHES_PER_EPOCH = 64;
const VALIDATION_BATCHES = 4;

/** The rows of the case's batches, again and again. */
const examples = (batches: number): Examples => ({
  length: batch * batches,
  steps: () => steps,
  batch: (indices) =>
    Object.fromEntries(
      tensors.map(({ name, shape: [, ...rest] }) => {
        const size = rest.reduce((product, n) => product * n, 1);
        const rows = Array.from(indices, (index) => {
          const from = data[Math.floor(index / batch) % data.length]![name]!;
          return from.subarray((index % batch) * size, ((index % batch) + 1) * size);
        });
        const values = new (rows[0]!.constructor as Float32ArrayConstructor)(rows.length * size);
        rows.forEach((row, k) => {
          values.set(row, k * size);
        });
        return [name, values];
      }),
    ),
});

await answer({}, async () => {
  const late: { start: number[]; training: number[] } = { start: [], training: [] };
  let phase: keyof typeof late = 'start';
  let due = performance.now() + INTERVAL;
  const tick = (): void => {
    const now = performance.now();
    late[phase].push(now - due);
    due = now + INTERVAL;
  };
  const timer = setInterval(tick, INTERVAL);
  const ended = new AbortController();
  await fit({
    spec,
    optimizer,
    learningRate,
    batchSize: batch,
    train: examples(BATCHES_PER_EPOCH),
    validation: examples(VALIDATION_BATCHES),
    epochs: Number.MAX_SAFE_INTEGER,
    signal: ended.signal,
    onProgress() {
      if (phase === 'training') return;
      phase = 'training';
      setTimeout(() => ended.abort(), Number(seconds) * 1000);
    },
  });
  clearInterval(timer);
  // What came after the last tick, the last checkpoint, counts as well.
  tick();
  return late;
});
process.exit();
