import type { Lengths, Suite } from './suite.js';

/** Of each trained length both losses. */
const pairs: Lengths['pairs'] = Object.fromEntries(
  [3, 5, 10].map((bits) => [
    `${bits} bits`,
    { solid: `binary-addition-lstm-5-bce-${bits}`, dashed: `binary-addition-lstm-5-mse-${bits}` },
  ]),
);

export const binaryAddition: Suite = {
  name: 'binary-addition',
  title: 'Add two binary strings',
  summary: 'Does a network that has added short numbers add long ones?',
  report: 'report 001, question 3',
  lengths: [
    {
      name: 'lengths',
      title: 'LSTM-5 trained on 3, 5 or 10 bits',
      solid: 'cross-entropy',
      dashed: 'mean squared error',
      pairs,
    },
  ],
  curves: [
    {
      name: 'units',
      title: 'LSTM of 3, 5 and 10, cross-entropy on 5 bits',
      recipes: {
        'binary-addition-lstm-3-bce-5': 'LSTM-3',
        'binary-addition-lstm-5-bce-5': 'LSTM-5',
        'binary-addition-lstm-10-bce-5': 'LSTM-10',
      },
    },
    {
      name: 'losses',
      title: 'Both losses, LSTM-5 on 5 bits',
      recipes: {
        'binary-addition-lstm-5-bce-5': 'cross-entropy',
        'binary-addition-lstm-5-mse-5': 'mean squared error',
      },
      // Two losses have no common scale.
      draw: ['accuracy'],
    },
  ],
  sequences: {
    'binary-addition-lstm-5-bce-5': 'LSTM-5 trained on 5 bits, cross-entropy',
    'binary-addition-lstm-3-bce-3': 'LSTM-3 trained on 3 bits, cross-entropy',
  },
};
