import type { Suite } from './suite.js';

const recipes = { 'recall-lstm-2': 'LSTM-2', 'recall-lstm-5': 'LSTM-5', 'recall-lstm-10': 'LSTM-10' };

export const recall: Suite = {
  name: 'recall',
  title: 'Remember the number at an index',
  summary: 'Which digit came second in a sequence of 3 to 10?',
  report: 'report 001, question 2',
  curves: [{ name: 'units', title: 'LSTM of 2, 5 and 10 units', recipes }],
  sequences: recipes,
};
