import { expect, test } from 'vitest';
import { balancedSample } from './balanced-sample.js';
import { Dataset } from './dataset.js';
import { DatasetError } from './error.js';
import * as generators from './generators/index.js';
import { kFold } from './split/k-fold.js';
import { split } from './split/split.js';

const numbers = Dataset.from([1, 2, 3, 4]);
const { renderedDigitImages, renderedShapeImages, ...endless } = generators;
const images = { renderedDigitImages, renderedShapeImages };

test.each<[string, (options: never) => unknown, string]>([
  ...Object.entries(endless).map(([name, make]): [string, (options: never) => unknown, string] => [
    name,
    make as (options: never) => unknown,
    'seed',
  ]),
  ...Object.entries(images).map(([name, make]): [string, (options: never) => unknown, string] => [
    name,
    (options) => make(1, options),
    'seed',
  ]),
  ['balancedSample', (options) => balancedSample(numbers, options), 'label, seed, count'],
  ['kFold', (options) => kFold(numbers, options), 'folds, seed, by, stratify'],
  ['split', (options) => split(numbers, options), 'fractions, seed, by, stratify'],
])('%s refuses an option that it does not have', (name, call, names) => {
  const misspelt = { seed: 1, sed: 2 } as never;
  expect(() => call(misspelt)).toThrow(DatasetError);
  expect(() => call(misspelt)).toThrow(`${name} has no option sed: expected ${names}`);
});
