import { describe, expect, it, test } from 'vitest';
import { balancedSample } from './balanced-sample.js';
import { classCounts, majorityBaseline } from './class-counts.js';
import { Dataset } from './dataset.js';
import { DatasetError } from './error.js';
import {
  addingProblem,
  copyProblem,
  renderedDigitImages,
  renderedShapeImages,
  sequenceRecall,
} from './generators/index.js';
import { DatasetStream } from './stream/dataset-stream.js';
import { epochs } from './stream/epochs.js';

/** As JavaScript calls it, where no type stands in the way. */
// biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
type Any = any;

const dataset: Any = Dataset.from(['a', 'b', 'c']);
const stream: Any = DatasetStream.from(() => ['a', 'b', 'c']);
const itself = (example: unknown) => example;
const both: [string, Any][] = [
  ['Dataset', dataset],
  ['DatasetStream', stream],
];

/** A call, and a part of the sentence that it throws. */
type Refusal = [title: string, call: () => unknown, message: string | RegExp];

const refusals: Refusal[] = [
  ...both.flatMap(([kind, examples]): Refusal[] => [
    [
      `${kind}.batch, misspelt`,
      () => examples.batch(2, { drop_last: true }),
      'batch has no option drop_last: expected dropLast.',
    ],
    [
      `${kind}.batch, no object`,
      () => examples.batch(2, true),
      'batch takes an object of options (dropLast), not true.',
    ],
    [
      `${kind}.batch, size as text`,
      () => examples.batch('2'),
      "The batch size must be an integer of 1 or more, not '2'.",
    ],
    [`${kind}.shuffle()`, () => examples.shuffle(), /^shuffle of a .* takes an object of options \(seed/],
    [
      `${kind}.shuffle, misspelt`,
      () => examples.shuffle({ seed: 1, bufferSize: 5 }),
      'has no option bufferSize: expected seed',
    ],
    [`${kind}.map()`, () => examples.map(), 'The `transform` of map must be a function, not undefined.'],
    [`${kind}.filter()`, () => examples.filter('a'), "The `keep` of filter must be a function, not 'a'."],
    [`${kind}.concat of an array`, () => examples.concat([1]), 'not an array of 1.'],
    [
      `${kind}.bucketByLength without length`,
      () => examples.bucketByLength({ batchSize: 2 }),
      'The `length` of bucketByLength must be a function, not undefined.',
    ],
    [
      `${kind}.bucketByLength, misspelt`,
      () => examples.bucketByLength({ batchSize: 2, length: () => 1, sed: 1 }),
      'has no option sed: expected batchSize, length, seed, pool, dropLast (nearest: seed).',
    ],
    [
      `${kind}.iterate of a position`,
      () => examples.iterate(examples.iterate().position),
      'iterate takes a position as { from: position }, not the position alone.',
    ],
    [
      `${kind}.iterate, misspelt`,
      () => examples.iterate({ form: examples.iterate().position }),
      'iterate has no option form: expected from.',
    ],
    [
      `${kind}.iterate of text`,
      () => examples.iterate('{}'),
      "iterate takes an object of options (from), not '{}'.",
    ],
  ]),
  [
    'Dataset.concat of a stream',
    () => dataset.concat(stream),
    'concat of a Dataset takes Datasets, not a DatasetStream.',
  ],
  [
    'DatasetStream.concat of a dataset',
    () => stream.concat(dataset),
    'takes DatasetStreams, not a Dataset: `dataset.stream()` is one.',
  ],
  ['Dataset.from', () => Dataset.from(5 as Any), 'Dataset.from takes an iterable of examples, not 5.'],
  [
    'DatasetStream.from',
    () => DatasetStream.from([1, 2] as Any),
    'such as () => examples, not an array of 2.',
  ],
  ['Dataset.at', () => dataset.at('1'), "There is no example at index '1': expected 0 to 2."],
  ['Dataset.select, a number', () => dataset.select(5), 'select takes an array of indices, not 5.'],
  [
    'Dataset.select, a set',
    () => dataset.select(new Set([1, 2])),
    'select takes an array of indices, not a Set.',
  ],
  [
    'Dataset.filter, async',
    () => dataset.filter(async () => false),
    'must give true or false, not a promise',
  ],
  [
    'map, misspelt',
    () => stream.map(itself, { concurency: 8 }),
    'map has no option concurency: expected concurrency.',
  ],
  [
    'map, concurrency',
    () => stream.map(itself, { concurrency: 0 }),
    'The `concurrency` of map must be an integer of 1 or more, not 0.',
  ],
  [
    'repeat',
    () => stream.repeat(-1),
    'The number of times to repeat must be an integer of 0 or more, not -1.',
  ],
  [
    'epochs, misspelt',
    () => epochs(() => dataset, { epochs: 2 } as Any),
    'epochs has no option epochs: expected count.',
  ],
  ['epochs, no function', () => epochs(dataset, { count: 1 }), 'must be a function, not a Dataset.'],
  [
    'epochs, async',
    () => epochs((async () => dataset) as Any).iterate(),
    'The examples of epoch 0 must be a Dataset or a DatasetStream, not a promise.',
  ],
  [
    'classCounts, a name',
    () => classCounts(dataset, 'label' as Any),
    "`labelOf` must be a function, not 'label'.",
  ],
  [
    'classCounts, no class',
    () => classCounts(dataset, (example: Any) => example.labl),
    'must be a string or a number, but that of example 0 is undefined.',
  ],
  [
    'classCounts, a stream',
    () => classCounts(stream, (example: Any) => example),
    'classCounts takes a Dataset, not a DatasetStream: read it with `await stream.toDataset()`.',
  ],
  [
    'majorityBaseline',
    () => majorityBaseline(undefined as Any, String),
    'majorityBaseline takes a Dataset, not undefined.',
  ],
  [
    'balancedSample, no class',
    () => balancedSample(dataset, { label: () => null as Any, seed: 1 }),
    'but that of example 0 is null.',
  ],
  [
    'sequenceRecall()',
    () => sequenceRecall(undefined as Any),
    'sequenceRecall takes an object of options (seed, length, nth, digits), not undefined.',
  ],
  [
    'sequenceRecall, length too long',
    () => sequenceRecall({ seed: 1, length: 1e12 }),
    'The length must be an integer from 1 to 100000000, not 1000000000000.',
  ],
  [
    'sequenceRecall, three lengths',
    () => sequenceRecall({ seed: 1, length: [3, 4, 5] as Any }),
    'The length must be one number or [shortest, longest], not an array of 3.',
  ],
  [
    'sequenceRecall, nth',
    () => sequenceRecall({ seed: 1, nth: 20 }),
    '`nth` must be at most the shortest length, which is 3, not 20',
  ],
  [
    'sequenceRecall, seed as text',
    () => sequenceRecall({ seed: '1' as Any }),
    "The seed must be an integer from 0 to 4294967295, not '1'.",
  ],
  ['sequenceRecall, seed as object', () => sequenceRecall({ seed: {} as Any }), 'not an object.'],
  ['copyProblem', () => copyProblem({ seed: 1, delay: 1e12 }), 'The delay must be an integer from 1'],
  [
    'renderedDigitImages',
    () => renderedDigitImages(3, undefined as Any),
    'renderedDigitImages takes an object of options (seed), not undefined.',
  ],
  [
    'renderedShapeImages, too many',
    () => renderedShapeImages(1e12, { seed: 1 }),
    'The number of images must be an integer from 0 to',
  ],
];

describe('one sentence says what is wrong', () => {
  test.each(refusals)('%s', (_, call, message) => {
    expect(call).toThrow(DatasetError);
    expect(call).toThrow(message);
    expect(call).toThrow(/^[^\n]+[^.]\.$/);
  });

  it('when the function of a stream gives no iterable', async () => {
    const promised = DatasetStream.from((async () => [1]) as Any);
    await expect(promised.toArray()).rejects.toThrow(
      new DatasetError(
        'The function of DatasetStream.from must give an iterable of examples, not a promise.',
      ),
    );
    expect(await DatasetStream.from(() => 'ab').toArray()).toEqual(['a', 'b']);
  });
});

it('takes undefined as an option that is absent', async () => {
  const length = () => 1;
  expect(dataset.bucketByLength({ batchSize: 2, length, seed: undefined }).length).toBe(2);
  expect(dataset.batch(2, { dropLast: undefined }).length).toBe(2);
  expect(await stream.map(itself, { concurrency: undefined }).toArray()).toEqual(['a', 'b', 'c']);
  expect(await stream.iterate({ from: undefined }).next()).toEqual({ done: false, value: 'a' });
});

it('takes the lengths of the adding problem that its documentation names', async () => {
  const steps = 110;
  const length = [steps, steps + steps / 10] as const;
  const [{ input }] = (await addingProblem({ seed: 1, original: true, length }).take(1).toArray()) as [Any];
  expect(input.length / 2).toBeGreaterThanOrEqual(steps);
});
