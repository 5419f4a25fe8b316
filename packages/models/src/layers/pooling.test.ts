import { expect, test } from 'vitest';
import { formula, outputOf } from '../../test/formulas.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

const image = { type: 'image', channels: 2, height: 7, width: 6 } as const;

const sequence = (steps?: number): ModelSpec['input'] => ({
  type: 'sequence',
  features: 3,
  ...(steps && { steps }),
});

const features: ModelSpec['input'] = { type: 'sequence', features: 3 };

test('pools read windows of images, or of sequences with a known number of steps', () => {
  expect(outputOf(image, { type: 'max-pool', poolSize: 2 })).toEqual({
    kind: 'image',
    channels: 2,
    height: 3,
    width: 3,
  });
  expect(formula(image, { type: 'average-pool', poolSize: [3, 2], padding: 'same' }).value).toBe(
    'average(x, 3 by 2 padded 1+1 × 2 by 2 padded 0+0)',
  );
  const overlapping: LayerSpec = { type: 'max-pool', poolSize: 4, stride: 2, padding: 'same' };
  expect(formula(sequence(9), overlapping)).toEqual({
    shape: { kind: 'sequence', features: 3, steps: 5 },
    value: 'max(mask(x, n), 4 by 2 padded 1+2)',
    lengths: 'n/4',
  });
  expect(() => outputOf(sequence(), { type: 'max-pool', poolSize: 2 })).toThrow(
    'Layer 0 (max-pool) needs a known number of steps to pool over time: give the input its steps.',
  );
  expect(() => outputOf(sequence(9), { type: 'average-pool', poolSize: [2, 2] })).toThrow(
    'Layer 0 (average-pool) expected one number for a sequence, received [2, 2].',
  );
});

test('one vector of all steps: their mean, their maximum, or all side by side', () => {
  const fixed: ModelSpec['input'] = { type: 'sequence', features: 3, steps: 4 };
  expect(formula(features, { type: 'global-average-pool' })).toEqual({
    shape: { kind: 'vector', features: 3 },
    value: 'mean(x, n)',
  });
  expect(formula(features, { type: 'global-max-pool' }).value).toBe('max(x, n)');
  expect(formula(fixed, { type: 'flatten' })).toEqual({
    shape: { kind: 'vector', features: 12 },
    value: 'flatten sequence(mask(x, n))',
  });
  expect(() => outputOf(features, { type: 'flatten' })).toThrow(
    'Layer 0 (flatten) expected a sequence with a known number of steps, received one of any: give the input its steps.',
  );
});
