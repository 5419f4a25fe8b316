import { expect, test } from 'vitest';
import { parameterCount } from '../model.js';
import { resolveModel } from '../resolve.js';
import { twoStageCnn } from './two-stage-cnn.js';

const cifar = { channels: 3, height: 32, width: 32, classes: 10 };

test('has as many parameters as the assignment', () => {
  expect(parameterCount(twoStageCnn(cifar))).toBe(378_570);
  expect(resolveModel(twoStageCnn(cifar)).output).toEqual({ kind: 'vector', features: 10 });
});

test('drops entries before both dense layers', () => {
  const types = twoStageCnn({ ...cifar, filters1: 10, filters2: 20, dropout: 0.5 }).layers.map(
    ({ type }) => type,
  );
  expect(types.slice(-5)).toEqual(['flatten', 'dropout', 'dense', 'dropout', 'dense']);
});
