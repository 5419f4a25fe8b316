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

test.each<[string, (options: never) => unknown]>([
  ...Object.entries(endless).map(([name, make]): [string, (options: never) => unknown] => [
    name,
    make as (options: never) => unknown,
  ]),
  ...Object.entries(images).map(([name, make]): [string, (options: never) => unknown] => [
    name,
    (options) => make(1, options),
  ]),
  ['balancedSample', (options) => balancedSample(numbers, options)],
  ['kFold', (options) => kFold(numbers, options)],
  ['split', (options) => split(numbers, options)],
])('%s refuses an option that it does not have', (name, call) => {
  const misspelt = { seed: 1, sed: 2 } as never;
  expect(() => call(misspelt)).toThrow(DatasetError);
  expect(() => call(misspelt)).toThrow(`${name} has no option "sed"; the nearest is "seed".`);
});
