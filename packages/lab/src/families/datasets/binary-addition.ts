import type { AdditionExample } from '@rnnlab/datasets';
import { wholeNumber } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';
import { seedOf } from './seed-of.js';

export const binaryAddition = defineDataset({
  task: 'binary-addition',
  doc: 'Pairs of binary numbers to be added bit by bit, generated',
  fields: {
    length: wholeNumber('Bits of the numbers to train on.', 5),
    longest: wholeNumber('Bits of the longest numbers to test on; the shortest have 1.', 100),
    train: wholeNumber('Pairs to train on.', 8000),
    validation: wholeNumber('Pairs of the same length that choose the best epoch.', 1000),
    test: wholeNumber('Pairs of each length to test on.', 1000),
  },
  async load({ length, longest, train, validation, test }, seed) {
    const { binaryAddition: generate } = await import('@rnnlab/datasets');
    const draw = (count: number, bits: number, set: number): Promise<AdditionExample[]> =>
      generate({ seed: seedOf(seed, set), length: bits })
        .take(count)
        .toArray();
    return {
      train: await draw(train, length, 0),
      validation: await draw(validation, length, 1),
      tests: await Promise.all(Array.from({ length: longest }, (_, k) => draw(test, k + 1, 100 + k + 1))),
    };
  },
});
