import type { Suite } from './suite.js';

const trainedOn = (loss: string): Record<string, string> =>
  Object.fromEntries(
    [3, 5, 10].map((bits) => [`binary-addition-lstm-5-${loss}-${bits}`, `trained on ${bits} bits`]),
  );

export const binaryAddition: Suite = {
  name: 'binary-addition',
  title: 'Add two binary strings',
  summary: 'Does a network that has added short numbers add long ones?',
  report: 'report 001, question 3',
  curves: [
    {
      name: 'units',
      title: 'Cross-entropy, 5 bits',
      recipes: {
        'binary-addition-lstm-3-bce-5': 'LSTM-3',
        'binary-addition-lstm-5-bce-5': 'LSTM-5',
        'binary-addition-lstm-10-bce-5': 'LSTM-10',
      },
    },
  ],
  samples: ['binary-addition-lstm-5-bce-5', 'binary-addition-lstm-5-mse-5'],
  lengths: [
    { name: 'lengths-bce', title: 'LSTM-5, cross-entropy', recipes: trainedOn('bce') },
    { name: 'lengths-mse', title: 'LSTM-5, mean squared error', recipes: trainedOn('mse') },
  ],
};
