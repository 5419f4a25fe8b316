import type { Suite } from './suite.js';

export const dbpedia: Suite = {
  name: 'dbpedia',
  title: 'DBpedia text classification',
  summary: 'Which of 14 classes is a first paragraph of Wikipedia about?',
  report: 'report 004, part B',
  data: 'dbpedia',
  samples: ['dbpedia-word-gru'],
  curves: [
    {
      name: 'models',
      title: 'Four models',
      recipes: {
        'dbpedia-char-cnn': 'char CNN',
        'dbpedia-word-cnn': 'word CNN',
        'dbpedia-char-gru': 'char GRU',
        'dbpedia-word-gru': 'word GRU',
      },
    },
    {
      name: 'cells',
      title: 'Three cells, words',
      recipes: { 'dbpedia-word-rnn': 'RNN', 'dbpedia-word-lstm': 'LSTM', 'dbpedia-word-gru': 'GRU' },
    },
    {
      name: 'padding',
      title: 'Padding masked and read, words',
      recipes: {
        'dbpedia-word-rnn': 'RNN, masked',
        'dbpedia-word-rnn-padded': 'RNN, read',
        'dbpedia-word-lstm': 'LSTM, masked',
        'dbpedia-word-lstm-padded': 'LSTM, read',
      },
    },
  ],
};
