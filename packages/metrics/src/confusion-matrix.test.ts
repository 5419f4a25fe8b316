import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracy } from './accuracy.js';
import { confusionMatrix, precisionRecallF1 } from './confusion-matrix.js';

function matrixExample() {
  const metric = confusionMatrix(3);
  metric.update([0, 0, 0, 1], [0, 0, 1, 1]);
  metric.update([1, -1], [0, 9], { mask: [1, 0] });
  return metric;
}

test('rows are true labels, columns predicted labels', () => {
  expect(matrixExample().compute().counts).toEqual([
    [2, 1, 0],
    [1, 1, 0],
    [0, 0, 0],
  ]);
});

test('shares are of the row, of the column or of all; without counts they are 0', () => {
  const matrix = matrixExample().compute();
  expect(matrix.normalized('row')).toEqual([
    [2 / 3, 1 / 3, 0],
    [1 / 2, 1 / 2, 0],
    [0, 0, 0],
  ]);
  expect(matrix.normalized('column')).toEqual([
    [2 / 3, 1 / 2, 0],
    [1 / 3, 1 / 2, 0],
    [0, 0, 0],
  ]);
  expect(matrix.normalized('all')).toEqual([
    [2 / 5, 1 / 5, 0],
    [1 / 5, 1 / 5, 0],
    [0, 0, 0],
  ]);
  expect(confusionMatrix(1).compute().normalized('all')).toEqual([[0]]);
});

test('a computed matrix does not change with later updates', () => {
  const metric = matrixExample();
  const before = metric.compute();
  metric.update([2], [2]);
  expect(before.counts[2]![2]).toBe(0);
  expect(metric.compute().counts[2]![2]).toBe(1);
  metric.reset();
  expect(metric.compute().counts.flat()).toEqual(new Array(9).fill(0));
});

test('classes out of range are refused and nothing is counted', () => {
  const metric = matrixExample();
  const before = metric.compute().counts;
  expect(() => metric.update([0, 3], [0, 0])).toThrow(
    new RangeError('confusionMatrix: labels[1] is 3; expected an integer from 0 to 2.'),
  );
  expect(() => metric.update([0], [-1])).toThrow('confusionMatrix: predictions[0] is -1');
  expect(metric.compute().counts).toEqual(before);
  expect(() => confusionMatrix(2.5)).toThrow('classes is 2.5');
  expect(() => metric.compute().normalized('rows' as never)).toThrow(
    "'row', 'column' or 'all'; received rows",
  );
});

function scoresExample() {
  const metric = precisionRecallF1(4);
  // Label 0: three, one predicted as 1. Label 1: two, one as 0. Label 2: one, as 1. Class 3 never.
  metric.update([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 1]);
  return metric.compute();
}

test('per class: hits over predicted and over true, and their harmonic mean', () => {
  expect(scoresExample().perClass).toEqual([
    { precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 },
    { precision: 1 / 3, recall: 1 / 2, f1: 2 / 5, support: 2 },
    { precision: 0, recall: 0, f1: 0, support: 1 },
    { precision: 0, recall: 0, f1: 0, support: 0 },
  ]);
});

test('macro is the mean over the classes that occur', () => {
  const { macro } = scoresExample();
  expect(macro.precision).toBeCloseTo((2 / 3 + 1 / 3 + 0) / 3, 14);
  expect(macro.recall).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 14);
  expect(macro.f1).toBeCloseTo((2 / 3 + 2 / 5 + 0) / 3, 14);
});

test('weighted is the mean by support', () => {
  const { weighted } = scoresExample();
  expect(weighted.precision).toBeCloseTo((3 * (2 / 3) + 2 * (1 / 3)) / 6, 14);
  expect(weighted.recall).toBeCloseTo(3 / 6, 14);
  expect(weighted.f1).toBeCloseTo((3 * (2 / 3) + 2 * (2 / 5)) / 6, 14);
});

test('a class that is predicted but never true counts in macro', () => {
  const metric = precisionRecallF1(2);
  metric.update([0, 0], [0, 1]);
  expect(metric.compute().macro).toEqual({ precision: 1 / 2, recall: 1 / 4, f1: 1 / 3 });
});

test('everything is 0 before anything counted', () => {
  const zero = { precision: 0, recall: 0, f1: 0 };
  const { perClass, ...averages } = precisionRecallF1(2).compute();
  expect(averages).toEqual({ macro: zero, weighted: zero, micro: zero });
  expect(perClass).toEqual([
    { ...zero, support: 0 },
    { ...zero, support: 0 },
  ]);
});

test('micro scores and weighted recall are the accuracy; f1 is the harmonic mean', () => {
  const pair = fc.tuple(fc.nat(3), fc.nat(3));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      const batch = [pairs.map(([label]) => label), pairs.map(([, prediction]) => prediction)] as const;
      const [metric, plain] = [precisionRecallF1(4), accuracy()];
      metric.update(...batch);
      plain.update(...batch);
      const { micro, weighted, perClass } = metric.compute();
      const share = plain.compute();
      expect(micro).toEqual({ precision: share, recall: share, f1: share });
      expect(weighted.recall).toBeCloseTo(share, 12);
      for (const { precision: p, recall: r, f1 } of perClass) {
        expect(f1).toBeCloseTo(p + r === 0 ? 0 : (2 * p * r) / (p + r), 12);
      }
    }),
  );
});
