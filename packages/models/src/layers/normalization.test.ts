import { expect, test } from 'vitest';
import { formula, outputOf, shapesOf } from '../../test/formulas.js';
import type { ModelSpec } from '../spec.js';

const features: ModelSpec['input'] = { type: 'sequence', features: 3 };

test('normalization of vectors and of batches', () => {
  const names = (type: string, ...own: string[]) => own.map((name) => `0.${type}.${name}`).join(', ');
  expect(formula(features, { type: 'layer-norm' }).value).toBe(
    `layerNorm(x, ${names('layer-norm', 'gamma', 'beta')}, 0.00001)`,
  );
  expect(formula(features, { type: 'batch-norm', momentum: 0.5 }).value).toBe(
    `batchNorm sequence(x, n, ${names('batch-norm', 'gamma', 'beta', 'mean', 'variance')}, 0.5, 0.00001)`,
  );
  const image = { type: 'image', channels: 4, height: 2, width: 3 } as const;
  expect(shapesOf(image, { type: 'batch-norm' })['0.batch-norm.variance']).toEqual([4]);
  expect(() => outputOf(image, { type: 'layer-norm' })).toThrow(
    'Layer 0 (layer-norm) expected sequence or vector as input, received image [4, 2, 3].',
  );
});
