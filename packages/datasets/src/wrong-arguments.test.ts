import { createReadStream } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { temporaryFolder } from '../test/temporary-folder.js';
import { Dataset } from './dataset.js';
import { DatasetError } from './error.js';
import { renderedDigitImages, renderedDigits } from './generators/rendered-digits.js';
import { renderedShapeImages, renderedShapes } from './generators/rendered-shapes.js';
import {
  addingProblem,
  binaryAddition,
  copyProblem,
  sequenceRecall,
} from './generators/sequence-problems.js';
import * as all from './index.js';
import { balancedSample } from './sampling/balanced-sample.js';
import { kFold, split } from './sampling/split.js';

// As JavaScript calls them, where no types are checked.
// biome-ignore lint/suspicious/noExplicitAny: the arguments are wrong on purpose
const datasets = all as any;

const READABLE = 'expected a path, an http(s) address, a Uint8Array, an ArrayBuffer, a Blob or a ByteSource.';

describe('a wrong argument is refused in one sentence', () => {
  it.each<[call: string, run: () => unknown, message: string]>([
    ["mnist({ folder: '/nope' })", () => datasets.mnist({ folder: '/nope' }), 'There is no folder /nope.'],
    [
      "cifar10({ folder: '/nope' })",
      () => datasets.cifar10({ folder: '/nope' }),
      'There is no folder /nope.',
    ],
    [
      'mnist({ folder: 5 })',
      () => datasets.mnist({ folder: 5 }),
      'The option folder of mnist must be a path, received 5.',
    ],
    [
      "ptb({ folder: '' })",
      () => datasets.ptb({ folder: '' }),
      'The option folder of ptb must be a path, received "".',
    ],
    [
      'labelFolder()',
      () => datasets.labelFolder(),
      'The folder of labelFolder must be a path, received nothing.',
    ],
    [
      'labelFolder(url)',
      () => datasets.labelFolder(new URL('file:///data')),
      'The folder of labelFolder must be a path, received a URL.',
    ],
    [
      'imageFolder()',
      () => datasets.imageFolder(),
      'The folder of imageFolder must be a path, received nothing.',
    ],
    ["csv('')", () => datasets.csv(''), `A reader was given "": ${READABLE}`],
    ['csv(null)', () => datasets.csv(null), `A reader was given null: ${READABLE}`],
    [
      'idxImages(images)',
      () => datasets.idxImages('images'),
      'idxImages takes two files, of images and of labels, but no labels were given.',
    ],
    [
      'huggingFace()',
      () => datasets.huggingFace(),
      'undefined is not the name of a dataset of the Hub: expected owner/name.',
    ],
    [
      'starTrek({ folder })',
      () => datasets.starTrek({ folder: 'data' }),
      'star-trek has no option "folder"; expected file.',
    ],
    [
      "loadDataset('__proto__')",
      () => datasets.loadDataset('__proto__'),
      `There is no dataset "__proto__"; expected one of ${all.datasetNames.join(', ')}.`,
    ],
  ])('%s', async (_, run, message) => {
    await expect((async () => run())()).rejects.toThrow(new DatasetError(message));
  });

  it.each([
    [
      "mnist('train')",
      () => datasets.mnist('train'),
      /^mnist takes an object of options \(split, .*received "train"\.$/,
    ],
    [
      'mnist(null)',
      () => datasets.mnist(null),
      /^mnist takes an object of options \(split, .*received null\.$/,
    ],
    [
      "csv('f', ',')",
      () => datasets.csv('f', ','),
      /^csv takes an object of options \(header, .*received ","\.$/,
    ],
  ])('%s', async (_, run, message) => {
    await expect((async () => run())()).rejects.toThrow(message);
    await expect((async () => run())()).rejects.toBeInstanceOf(DatasetError);
  });

  it('a stream of Node', async () => {
    const folder = await temporaryFolder({ 'f.csv': 'a\n1\n' });
    const stream = createReadStream(`${folder}/f.csv`);
    expect(() => datasets.csv(stream)).toThrow(
      new DatasetError(`A reader was given a ReadStream: ${READABLE}`),
    );
    stream.destroy();
  });
});

const numbers = Dataset.from([1, 2, 3, 4]);
const endless = {
  addingProblem,
  binaryAddition,
  copyProblem,
  renderedDigits,
  renderedShapes,
  sequenceRecall,
};
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
  const misspelled = { seed: 1, sed: 2 } as never;
  expect(() => call(misspelled)).toThrow(DatasetError);
  expect(() => call(misspelled)).toThrow(`${name} has no option "sed"; the nearest is "seed".`);
});
