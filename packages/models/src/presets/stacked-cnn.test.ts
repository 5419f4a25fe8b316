import { expect, test } from 'vitest';
import { parameterCount } from '../model.js';
import { resolveModel } from '../resolve.js';
import { stackedCnn } from './stacked-cnn.js';

const cifar = { channels: 3, height: 32, width: 32, classes: 10 };

const shapesOf = (options: Parameters<typeof stackedCnn>[0]) =>
  resolveModel(stackedCnn(options))
    .layers.filter(({ layer }) => ['conv2d', 'max-pool', 'average-pool'].includes(layer.type))
    .map(({ output }) => {
      const { channels, height, width } = output as Extract<typeof output, { kind: 'image' }>;
      return [channels, height, width];
    });

test('halves the image and doubles the filters from stage to stage, and ends with global average pooling', () => {
  expect(shapesOf(cifar)).toEqual([
    [32, 32, 32],
    [32, 16, 16],
    [32, 16, 16],
    [64, 16, 16],
    [64, 8, 8],
    [64, 8, 8],
    [128, 8, 8],
    [128, 4, 4],
    [128, 4, 4],
    [128, 1, 1],
  ]);
  expect(resolveModel(stackedCnn(cifar)).output).toEqual({ kind: 'vector', features: 10 });
  expect(parameterCount(stackedCnn(cifar))).toBe(290_090);
});

test('has as many stages, convolutions and filters as asked for, of images of any size', () => {
  const small = { channels: 1, height: 28, width: 21, classes: 3, filters: 8, stages: 2, convolutions: 1 };
  expect(shapesOf(small)).toEqual([
    [8, 28, 21],
    [8, 14, 10],
    [16, 14, 10],
    [16, 7, 5],
    [16, 1, 1],
  ]);
});

test('drops entries after each stage', () => {
  const types = stackedCnn({ ...cifar, dropout: 0.2, convolutions: 1 }).layers.map(({ type }) => type);
  expect(types.filter((type) => type === 'dropout')).toHaveLength(3);
  expect(types.slice(-4)).toEqual(['dropout', 'average-pool', 'flatten', 'dense']);
});
