import type { AdditionExample, RecallExample } from '@rnnlab/datasets';
import { COUNT } from '@rnnlab/shared';
import { defineDataset, seedOf } from './dataset.js';

export const sequenceRecall = defineDataset({
  task: 'sequence-recall',
  description: 'Random digits, of which the one at a fixed position is the label, generated',
  options: {
    nth: { ...COUNT, default: 2, description: 'Position of the label in the sequence, from 1.' },
    shortest: { ...COUNT, default: 3, description: 'Digits of the shortest sequence.' },
    longest: { ...COUNT, default: 10, description: 'Digits of the longest sequence.' },
    digits: {
      type: 'integer',
      minimum: 2,
      maximum: 256,
      default: 10,
      description: 'Number of different digits.',
    },
    train: { ...COUNT, default: 20_000, description: 'Sequences to train on.' },
    validation: { ...COUNT, default: 2000, description: 'Sequences that choose the best epoch.' },
    test: { ...COUNT, default: 10_000, description: 'Sequences to test on.' },
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
  description: 'Pairs of binary numbers to be added bit by bit, generated',
  options: {
    length: { ...COUNT, default: 5, description: 'Bits of the numbers to train on.' },
    longest: {
      ...COUNT,
      default: 100,
      description: 'Bits of the longest numbers to test on; the shortest have 1.',
    },
    train: { ...COUNT, default: 8000, description: 'Pairs to train on.' },
    validation: {
      ...COUNT,
      default: 1000,
      description: 'Pairs of the same length that choose the best epoch.',
    },
    test: { ...COUNT, default: 1000, description: 'Pairs of each length to test on.' },
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
