import type { Suite } from './suite.js';

export const mnistRows: Suite = {
  name: 'mnist-rows',
  title: 'MNIST, row by row',
  summary: 'Which digit is it, if a recurrent network reads one row after the other?',
  report: 'report 001, question 1',
  data: 'mnist',
  curves: [
    {
      name: 'cells',
      title: 'Three cells of 128',
      recipes: { 'mnist-rows-rnn-128': 'RNN', 'mnist-rows-lstm-128': 'LSTM', 'mnist-rows-gru-128': 'GRU' },
    },
    {
      name: 'sizes',
      title: 'LSTM of three sizes',
      recipes: {
        'mnist-rows-lstm-64': '64',
        'mnist-rows-lstm-128': '128',
        'mnist-rows-lstm-64x2': '(64, 64)',
      },
    },
    {
      name: 'directions',
      title: 'One direction and both, LSTM-128',
      recipes: { 'mnist-rows-lstm-128': 'forward', 'mnist-rows-bilstm-128': 'both' },
    },
  ],
  confusions: ['mnist-rows-lstm-128'],
};
