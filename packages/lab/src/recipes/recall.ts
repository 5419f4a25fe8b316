import { defineRecipe, extendRecipe, type Recipe } from './recipe.js';

const base = defineRecipe(
  { name: 'recall', summary: 'Which digit came second?', unit: 'sequence' },
  {
    dataset: { type: 'sequence-recall' },
    model: { preset: 'sequence-classifier', cell: 'lstm' },
    loss: { type: 'softmax-cross-entropy' },
    optimizer: { type: 'adam', globalClipNorm: 1 },
    learningRate: 0.01,
    schedule: { type: 'cosine' },
    batchSize: 32,
    epochs: 40,
    monitor: 'validationLoss',
  },
);

const protocol =
  'LSTM on one-hot digits 0 to 9, sequences of 3 to 10, the 2nd number is asked for at the last step; 20,000 ' +
  'sequences in each of 40 epochs, Adam .01 with a cosine; the epoch with the lowest validation loss; 10,000 other ' +
  'sequences for the test.';

const recallRecipe = (
  units: number,
  numbers: { reported: number; bestPublic: number; aim: number },
  quick?: Recipe['quick'],
): Recipe =>
  extendRecipe(
    base,
    {
      name: `recall-lstm-${units}`,
      summary: `Which digit came second? LSTM of ${units}`,
      experiment: {
        suite: 'recall',
        protocol,
        flaw: 'The report draws digits 0 to 8, which is easier: guessing is right .111 of the time, not .100.',
        references: [{ measure: 'test accuracy', source: 'report 001, question 2', ...numbers }],
      },
      ...(quick && { quick }),
    },
    { model: { preset: 'sequence-classifier', units } },
  );

const short = { epochs: 6, dataset: { type: 'sequence-recall', train: 10_000, test: 2000 } } as const;

/** Remember the number at an index: report 001. */
export const recall: readonly Recipe[] = [
  recallRecipe(2, { reported: 0.22, bestPublic: 0.257, aim: 0.3 }),
  recallRecipe(5, { reported: 1, bestPublic: 0.894, aim: 0.99 }),
  recallRecipe(
    10,
    { reported: 1, bestPublic: 0.984, aim: 1 },
    { overrides: short, minimums: { 'test accuracy': 0.95 } },
  ),
];
