import { expect, test } from 'vitest';
import { confusionMatrix } from './confusion-matrix.js';

function example() {
  const metric = confusionMatrix(3);
  metric.update([0, 0, 0, 1], [0, 0, 1, 1]);
  metric.update([1, -1], [0, 9], { mask: [1, 0] });
  return metric;
}

test('rows are the truth, columns the prediction', () => {
  expect(example().compute().counts).toEqual([
    [2, 1, 0],
    [1, 1, 0],
    [0, 0, 0],
  ]);
});

test('shares are of the row, of the column or of all; without counts they are 0', () => {
  const matrix = example().compute();
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
  const metric = example();
  const before = metric.compute();
  metric.update([2], [2]);
  expect(before.counts[2]![2]).toBe(0);
  expect(metric.compute().counts[2]![2]).toBe(1);
  metric.reset();
  expect(metric.compute().counts.flat()).toEqual(new Array(9).fill(0));
});

test('classes out of range are refused and nothing is counted', () => {
  const metric = example();
  const before = metric.compute().counts;
  expect(() => metric.update([0, 3], [0, 0])).toThrow(
    new RangeError('confusionMatrix: truth[1] is 3; expected an integer from 0 to 2.'),
  );
  expect(() => metric.update([0], [-1])).toThrow('confusionMatrix: prediction[0] is -1');
  expect(metric.compute().counts).toEqual(before);
  expect(() => confusionMatrix(2.5)).toThrow('classes is 2.5');
  expect(() => metric.compute().normalized('rows' as never)).toThrow(
    "'row', 'column' or 'all'; received rows",
  );
});
