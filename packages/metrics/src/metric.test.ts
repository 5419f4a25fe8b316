import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accuracy, type LogitBatch, topKAccuracy } from './accuracy.js';
import { type BitBatch, type BitSequenceBatch, bitAccuracy, exactBitAccuracy } from './bit-accuracy.js';
import { confusionMatrix, precisionRecallF1 } from './confusion-matrix.js';
import type { Metric } from './metric.js';
import { bitsPerCharacter, meanLoss, perplexity } from './perplexity.js';

interface Row {
  label: number;
  prediction: number;
  value: number;
  mask: number;
}

/** A metric and how it is fed some rows, to check what every metric promises. */
interface Case {
  create: () => Metric<never, unknown>;
  feed: (metric: never, rows: Row[]) => void;
}

function define<Update extends unknown[]>(
  create: () => Metric<Update, unknown>,
  batch: (rows: Row[]) => Update,
): Case {
  return {
    create: create as Case['create'],
    feed: (metric: Metric<Update, unknown>, rows) => metric.update(...batch(rows)),
  } as Case;
}

const column = (rows: Row[], key: keyof Row) => rows.map((row) => row[key]);
const classes = (rows: Row[]) =>
  [column(rows, 'label'), column(rows, 'prediction'), { mask: column(rows, 'mask') }] as [
    number[],
    number[],
    { mask: number[] },
  ];
const losses = (rows: Row[]) => [column(rows, 'value'), column(rows, 'mask')] as [number[], number[]];

const cases: Record<string, Case> = {
  accuracy: define(accuracy, classes),
  topKAccuracy: define<LogitBatch>(
    () => topKAccuracy(2),
    (rows) => [
      column(rows, 'label'),
      rows.flatMap(({ prediction, value }) => [0, 1, 2].map((i) => (i === prediction ? value : i))),
      { classes: 3, mask: column(rows, 'mask') },
    ],
  ),
  confusionMatrix: define(() => {
    const { compute, ...rest } = confusionMatrix(3);
    return { ...rest, compute: () => compute().counts };
  }, classes),
  precisionRecallF1: define(() => precisionRecallF1(3), classes),
  meanLoss: define(meanLoss, losses),
  perplexity: define(perplexity, losses),
  bitsPerCharacter: define(bitsPerCharacter, losses),
  bitAccuracy: define<BitBatch>(bitAccuracy, (rows) => [
    rows.map(({ label }) => label % 2),
    column(rows, 'value'),
    { mask: column(rows, 'mask') },
  ]),
  exactBitAccuracy: define<BitSequenceBatch>(exactBitAccuracy, (rows) => [
    rows.flatMap(({ label }) => [label % 2, label >> 1]),
    rows.flatMap(({ value, prediction }) => [value, prediction]),
    { steps: 2, mask: rows.flatMap(({ mask }) => [mask, 1]) },
  ]),
};

const row = fc.record({
  label: fc.nat(2),
  prediction: fc.nat(2),
  value: fc.double({ min: -10, max: 10, noNaN: true }),
  mask: fc.nat(1),
});

describe.each(Object.entries(cases))('%s', (_, { create, feed }) => {
  test('any division into batches gives the same value, also after a reset', () => {
    fc.assert(
      fc.property(fc.array(fc.array(row)), (batches) => {
        const [whole, parts] = [create(), create()];
        feed(whole as never, batches.flat());
        for (const batch of batches) feed(parts as never, batch);
        expect(parts.compute()).toEqual(whole.compute());
        parts.reset();
        expect(parts.compute()).toEqual(create().compute());
        feed(parts as never, batches.flat());
        expect(parts.compute()).toEqual(whole.compute());
      }),
    );
  });
});
