import { expect, test } from 'vitest';
import { toySpec, toyStepsSpec } from '../../test/toy.js';
import { batchChecker } from './feeds.js';

const shape = { batch: 2, steps: 3 };

test('padding may hold anything', () => {
  const lengths = Int32Array.of(1, 2);
  const ids = Int32Array.of(9, -5, 99, 0, 1, -1);
  expect(() => batchChecker(toySpec())({ ids, lengths, targets: Int32Array.of(0, 2) }, shape)).not.toThrow();
  const targets = Int32Array.of(2, -100, -100, 0, 1, -100);
  expect(() => batchChecker(toyStepsSpec())({ ids, lengths, targets }, shape)).not.toThrow();
});

test('steps before the padding must be in range', () => {
  const lengths = Int32Array.of(1, 2);
  const ids = Int32Array.of(0, 0, 0, 0, 10, 0);
  const check = batchChecker(toyStepsSpec());
  expect(() => check({ ids, lengths, targets: new Int32Array(6) }, shape)).toThrow(
    'An id is 10, expected a whole number from 0 to 9 of a vocabulary of 10.',
  );
  const targets = Int32Array.of(0, 0, 0, 0, 3, 0);
  expect(() => check({ ids: new Int32Array(6), lengths, targets }, shape)).toThrow(
    'A target is 3, expected a whole number from 0 to 2 of 3 classes.',
  );
});

test('targets are classes only for a loss of classes, whatever their array type', () => {
  const batch = { ids: new Int32Array(6), lengths: Int32Array.of(3, 3), targets: Float32Array.of(0, 1.5) };
  const check = batchChecker(toySpec(), { type: 'softmax-cross-entropy', labelSmoothing: 0.1 });
  expect(() => check(batch, shape)).toThrow('A target is 1.5, expected a whole number from 0 to 2');
  const numbers = batchChecker(toySpec(), { type: 'mean-squared-error' });
  expect(() => numbers({ ...batch, targets: Int32Array.of(-7, 9) }, shape)).not.toThrow();
});

test('a model that reads numbers has no ids to check', () => {
  const spec = { input: { type: 'sequence' as const, features: 2 }, layers: toySpec().layers.slice(1) };
  const batch = {
    features: new Float32Array(12),
    lengths: Int32Array.of(3, 3),
    targets: Int32Array.of(0, 2),
  };
  expect(() => batchChecker(spec)(batch, shape)).not.toThrow();
});
