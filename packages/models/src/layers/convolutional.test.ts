import { expect, test } from 'vitest';
import { formula, outputOf, shapesOf } from '../../test/formulas.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

const image = { type: 'image', channels: 2, height: 7, width: 6 } as const;

const sequence = (steps?: number): ModelSpec['input'] => ({
  type: 'sequence',
  features: 3,
  ...(steps && { steps }),
});

test('conv1d', () => {
  const layer: LayerSpec = { type: 'conv1d', filters: 4, kernelSize: 3, dilation: 2 };
  expect(outputOf(sequence(9), layer)).toEqual({ kind: 'sequence', features: 4, steps: 5 });
  expect(outputOf(sequence(), layer)).toEqual({ kind: 'sequence', features: 4, steps: undefined });
  expect(shapesOf(sequence(), layer)).toEqual({ '0.conv1d.kernel': [4, 3, 3], '0.conv1d.bias': [4] });
  expect(formula(sequence(9), layer)).toEqual({
    shape: { kind: 'sequence', features: 4, steps: 5 },
    value: 'convolve(x, n, 0.conv1d.kernel, 0.conv1d.bias, 3 by 1 dilated 2 padded 0+0)',
    lengths: 'n/3',
  });
  expect(formula({ type: 'tokens', vocabulary: 7 }, { type: 'one-hot' }, layer).value).toBe(
    'convolve(x of 7, n, 1.conv1d.kernel, 1.conv1d.bias, 3 by 1 dilated 2 padded 0+0)',
  );
  expect(formula(sequence(9), { ...layer, dilation: 1, stride: 2, padding: 'same' }).value).toContain(
    '3 by 2 padded 1+1',
  );
});

test('conv2d takes one number for both axes, or one for each', () => {
  const layer: LayerSpec = { type: 'conv2d', filters: 5, kernelSize: [3, 2], stride: [2, 1] };
  expect(outputOf(image, layer)).toEqual({ kind: 'image', channels: 5, height: 3, width: 5 });
  expect(shapesOf(image, layer)).toEqual({ '0.conv2d.kernel': [5, 2, 3, 2], '0.conv2d.bias': [5] });
  expect(formula(image, layer).value).toBe(
    'convolve(x, 0.conv2d.kernel, 0.conv2d.bias, 3 by 2 padded 0+0 × 2 by 1 padded 0+0)',
  );
  expect(formula(image, { type: 'conv2d', filters: 1, kernelSize: 3, padding: 'same' }).value).toContain(
    '3 by 1 padded 1+1 × 3 by 1 padded 1+1',
  );
});
