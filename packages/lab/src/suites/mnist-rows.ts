import type { Suite } from './suite.js';

const cells = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' };
const sizes = { '64': '64', '128': '128', '64x2': '(64, 64)' };

export const mnistRows: Suite = {
  name: 'mnist-rows',
  title: 'MNIST, row by row',
  summary: 'Which digit is it, if a recurrent network reads one row after the other?',
  report: 'report 001, question 1',
  data: 'mnist',
  curves: [
    {
      name: 'cells',
      title: 'Three cells of 128 units',
      recipes: { 'mnist-rows-rnn-128': 'RNN', 'mnist-rows-lstm-128': 'LSTM', 'mnist-rows-gru-128': 'GRU' },
    },
    ...Object.entries(cells).map(([cell, name]) => ({
      name: `sizes-${cell}`,
      title: `${name} of three sizes`,
      recipes: Object.fromEntries(
        Object.entries(sizes).map(([size, units]) => [`mnist-rows-${cell}-${size}`, units]),
      ),
    })),
    {
      name: 'directions',
      title: 'One direction and both, 128 units',
      recipes: Object.fromEntries(
        Object.entries(cells).flatMap(([cell, name]) => [
          [`mnist-rows-${cell}-128`, `${name}, forward`],
          [`mnist-rows-bi${cell}-128`, `${name}, both`],
        ]),
      ),
      single: true,
    },
  ],
  confusions: ['mnist-rows-lstm-128'],
  images: ['mnist-rows-lstm-128'],
};
