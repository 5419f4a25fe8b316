import type { AdditionExample, RecallExample } from '@rnnlab/datasets';
import { wholeNumber } from '../settings/field.js';
import { defineDataset, seedOf } from './dataset.js';

export const sequenceRecall = defineDataset({
  task: 'sequence-recall',
  doc: 'Random digits, of which the one at a fixed position is the label, generated',
  fields: {
    nth: wholeNumber('Position of the label in the sequence, from 1.', 2),
    shortest: wholeNumber('Digits of the shortest sequence.', 3),
    longest: wholeNumber('Digits of the longest sequence.', 10),
    digits: wholeNumber('Number of different digits.', 10, { from: 2, to: 256 }),
    train: wholeNumber('Sequences to train on.', 20_000),
    validation: wholeNumber('Sequences that choose the best epoch.', 2000),
    test: wholeNumber('Sequences to test on.', 10_000),
  },
  async load({ nth, shortest, longest, digits, ...counts }, seed) {
    const { sequenceRecall: generate } = await import('@rnnlab/datasets');
    const draw = (count: number, set: number): Promise<RecallExample[]> =>
      generate({ seed: seedOf(seed, set), nth, digits, length: [shortest, longest] })
        .take(count)
        .toArray();
    return {
      train: await draw(counts.train, 0),
      validation: await draw(counts.validation, 1),
      test: await draw(counts.test, 2),
    };
  },
});

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
