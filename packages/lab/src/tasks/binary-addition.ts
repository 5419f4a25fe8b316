import { createHash } from 'node:crypto';
import { type AdditionExample, binaryAddition as generate } from '@rnnlab/datasets';
import { bitAccuracy, exactBitAccuracy, wilsonInterval } from '@rnnlab/metrics';
import { type Examples, evaluate, sequenceExamples } from '@rnnlab/trainer';
import type { RecipeDataset } from '../datasets/dataset.js';
import { datasets } from '../datasets/index.js';
import { modelSpec, outputsOf, withModel } from './model.js';
import { defineTask, type LengthScores, type Part, type PartScores } from './task.js';

/** Lengths of the sums that are shown, beside one of the length that was trained on. */
const SHOWN = [10, 15, 20, 30];

/** Binary addition, bit by bit: the target of each step is a bit of the sum. */
export const binaryAddition = defineTask<'binary-addition'>({
  name: 'binary-addition',
  losses: ['binary-cross-entropy', 'mean-squared-error'],
  predictionUnit: 'bit',
  async load({ dataset, seed }) {
    const { type, ...values } = dataset as Extract<typeof dataset, { type: 'binary-addition' }>;
    const loaded = await (datasets[type] as RecipeDataset<'binary-addition'>).load(values as never, seed);
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
  score(prepared, { examples, source }, trained) {
    const all = source as readonly AdditionExample[];
    return withModel(prepared, trained, async (model): Promise<PartScores> => {
      const lengths = new Map<number, LengthMetrics>();
      const threshold = thresholdOf(prepared.loss.type);
      const { accuracy, loss, count } = await evaluate(model, examples as Examples, {
        onBatch: (outputs, indices) => {
          const size = indices.length;
          indices.forEach((index, row) => {
            const { target, length } = all[index]!;
            const metrics = lengths.get(length) ?? lengthMetrics(threshold);
            lengths.set(length, metrics);
            const answers = Float32Array.from(target, (_, step) => outputs[step * size + row]!);
            metrics.bits.update(target, answers);
            metrics.exact.update(target, answers, { steps: target.length });
            metrics.count++;
          });
        },
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
            ([length, { bits, exact, count }]): LengthScores => ({
              length,
              bits: bits.compute(),
              exact: exact.compute(),
              count,
            }),
          ),
      };
    });
  },
  async samples(prepared, trained) {
    const { validation, test } = prepared.parts;
    const all = test.source as readonly AdditionExample[];
    const [first] = validation.source as readonly AdditionExample[];
    const chosen = firstOfLengths(all, first ? [first.length, ...SHOWN] : SHOWN);
    const outputs = await outputsOf(prepared, trained, { examples: test.examples, chosen, width: 1 });
    const threshold = thresholdOf(prepared.loss.type);
    return chosen.map((index, k) => {
      const { target } = all[index]!;
      // Steps behind its own are padding.
      const bits = outputs[k]!.subarray(0, target.length);
      return {
        text: test.show(index),
        label: binary(target),
        predicted: binary(Array.from(bits, (value) => Number(value > threshold))),
      };
    });
  },
});

/** Indices of the first examples of some lengths; of the longest where there are none as long. */
function firstOfLengths(all: readonly AdditionExample[], lengths: readonly number[]): number[] {
  const longest = all.reduce((most, { length }) => Math.max(most, length), 0);
  const chosen = new Set<number>();
  for (const wanted of lengths) {
    const index = all.findIndex(({ length }, k) => length === Math.min(wanted, longest) && !chosen.has(k));
    if (index >= 0) chosen.add(index);
  }
  return [...chosen];
}

/** The threshold of outputs above which a bit is 1: of logits, or of a sigmoid. */
const thresholdOf = (loss: string): number => (loss === 'mean-squared-error' ? 0.5 : 0);

/** Bits as a number is written: the most significant one first. */
const binary = (bits: ArrayLike<number>): string => Array.from(bits).reverse().join('');

interface LengthMetrics {
  bits: ReturnType<typeof bitAccuracy>;
  exact: ReturnType<typeof exactBitAccuracy>;
  /** Number of sums. */
  count: number;
}

const lengthMetrics = (threshold: number): LengthMetrics => ({
  bits: bitAccuracy({ threshold }),
  exact: exactBitAccuracy({ threshold }),
  count: 0,
});

function partOf(all: readonly AdditionExample[]): Part {
  const number = (bits: Uint8Array, which: number): string => binary(bits.filter((_, k) => k % 2 === which));
  return {
    targets: new Int32Array(0),
    source: all,
    examples: sequenceExamples({
      sequences: all.map(({ bits }) => bits),
      width: 2,
      targets: all.map(({ target }) => target),
    }),
    show: (index) => {
      const bits = all[index]!.bits.subarray(0, -2);
      return `${number(bits, 0)} + ${number(bits, 1)}`;
    },
  };
}
