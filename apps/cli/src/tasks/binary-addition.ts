import { createHash } from 'node:crypto';
import { type AdditionExample, binaryAddition as generate } from '@rnnlab/datasets';
import { wilsonInterval } from '@rnnlab/metrics';
import { type Examples, evaluate } from '@rnnlab/trainer';
import type { DatasetMember } from '../families/datasets/dataset.js';
import { datasets } from '../families/datasets/index.js';
import { outputsOf, withModel } from './compile.js';
import { modelSpec } from './model-spec.js';
import type { LengthScores, PartScores } from './scores.js';
import { defineTask, type Part } from './task.js';

/** Lengths of the sums that are shown, beside one of the length that was trained on. */
const SHOWN = [10, 15, 20, 30];

/** Two binary numbers, read bit by bit: in each step the bit of their sum. */
export const binaryAddition = defineTask<'binary-addition'>({
  name: 'binary-addition',
  losses: ['binary-cross-entropy', 'mean-squared-error'],
  decision: 'bit',
  async load({ dataset, seed }) {
    const { type, ...values } = dataset as Extract<typeof dataset, { type: 'binary-addition' }>;
    const loaded = await (datasets[type] as DatasetMember<'binary-addition'>).load(values as never, seed);
    const all = [loaded.train, loaded.validation, ...loaded.tests].flat();
    const hash = createHash('sha256');
    for (const { bits } of all) hash.update(bits).update(';');
    return {
      loaded,
      card: generate({ seed, length: values.length }).card,
      examples: all.length,
      labels: [],
      sha256: hash.digest('hex'),
      repeats: 0,
    };
  },
  async prepare(settings, data) {
    const { train, validation, tests } = data.loaded;
    return {
      data,
      labels: [],
      spec: await modelSpec(settings, [{ type: 'sequence', features: 2 }], 1, { everyStep: true }),
      loss: { type: settings.loss.type as 'binary-cross-entropy' | 'mean-squared-error' },
      parts: { train: partOf(train), validation: partOf(validation), test: partOf(tests.flat()) },
    };
  },
  score(prepared, { examples }, trained) {
    return withModel(prepared, trained, async (model): Promise<PartScores> => {
      const lengths = new Map<number, { right: number; exact: number; count: number }>();
      const threshold = thresholdOf(prepared.loss.type);
      const { accuracy, loss, count } = await evaluate(model, examples, (outputs, indices) => {
        const size = indices.length;
        indices.forEach((index, row) => {
          const { target, length } = (examples as AdditionExamples).all[index]!;
          const scores = lengths.get(length) ?? { right: 0, exact: 0, count: 0 };
          const right = target.reduce(
            (sum, bit, step) => sum + Number(outputs[step * size + row]! > threshold === (bit === 1)),
            0,
          );
          scores.right += right;
          scores.exact += Number(right === target.length);
          scores.count += 1;
          lengths.set(length, scores);
        });
      });
      const { low, high } = wilsonInterval(accuracy, count);
      return {
        accuracy,
        interval: [low, high],
        loss,
        count,
        lengths: [...lengths]
          .sort(([a], [b]) => a - b)
          .map(
            ([length, { right, exact, count }]): LengthScores => ({
              length,
              bits: right / (count * (length + 1)),
              exact: exact / count,
              count,
            }),
          ),
      };
    });
  },
  async samples(prepared, trained) {
    const { validation, test } = prepared.parts;
    const { all } = test.examples as AdditionExamples;
    const [first] = (validation.examples as AdditionExamples).all;
    const chosen = firstOfLengths(all, first ? [first.length, ...SHOWN] : SHOWN);
    const outputs = await outputsOf(prepared, trained, { examples: test.examples, chosen, width: 1 });
    const threshold = thresholdOf(prepared.loss.type);
    return chosen.map((index, k) => {
      const { target } = all[index]!;
      // Steps behind its own are padding.
      const bits = outputs[k]!.subarray(0, target.length);
      return {
        text: test.show(index),
        truth: binary(target),
        predicted: binary(Array.from(bits, (value) => Number(value > threshold))),
      };
    });
  },
});

/** Indices of the first examples of some lengths; the longest there is stands for what is longer. */
function firstOfLengths(all: readonly AdditionExample[], lengths: readonly number[]): number[] {
  const longest = all.reduce((most, { length }) => Math.max(most, length), 0);
  const chosen = new Set<number>();
  for (const wanted of lengths) {
    const index = all.findIndex(({ length }, k) => length === Math.min(wanted, longest) && !chosen.has(k));
    if (index >= 0) chosen.add(index);
  }
  return [...chosen];
}

/** From which output on a bit counts as 1: of logits, or of a sigmoid. */
const thresholdOf = (loss: string): number => (loss === 'mean-squared-error' ? 0.5 : 0);

/** Bits as a number is written: the most significant one first. */
const binary = (bits: ArrayLike<number>): string => Array.from(bits).reverse().join('');

interface AdditionExamples extends Examples {
  readonly all: readonly AdditionExample[];
}

function additionExamples(all: readonly AdditionExample[]): AdditionExamples {
  return {
    all,
    length: all.length,
    steps: (index) => all[index]!.target.length,
    batch(indices, steps) {
      const size = indices.length;
      const batch = {
        features: new Float32Array(size * steps * 2),
        lengths: new Int32Array(size),
        targets: new Float32Array(size * steps),
      };
      for (let row = 0; row < size; row++) {
        const { bits, target } = all[indices[row]!]!;
        batch.features.set(bits, row * steps * 2);
        batch.targets.set(target, row * steps);
        batch.lengths[row] = target.length;
      }
      return batch;
    },
  };
}

function partOf(all: readonly AdditionExample[]): Part {
  const number = (bits: Uint8Array, which: number): string => binary(bits.filter((_, k) => k % 2 === which));
  return {
    targets: new Int32Array(0),
    examples: additionExamples(all),
    show: (index) => {
      const bits = all[index]!.bits.subarray(0, -2);
      return `${number(bits, 0)} + ${number(bits, 1)}`;
    },
  };
}
