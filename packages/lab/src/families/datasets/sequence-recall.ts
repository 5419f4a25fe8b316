import type { RecallExample } from '@rnnlab/datasets';
import { wholeNumber } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';
import { seedOf } from './seed-of.js';

export const sequenceRecall = defineDataset({
  task: 'sequence-recall',
  doc: 'Random digits, of which the one at a fixed place is to be remembered, generated',
  fields: {
    nth: wholeNumber('Which number is to be remembered, from 1.', 2),
    shortest: wholeNumber('Digits of the shortest sequence.', 3),
    longest: wholeNumber('Digits of the longest sequence.', 10),
    digits: wholeNumber('How many digits there are.', 10, { from: 2, to: 256 }),
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
