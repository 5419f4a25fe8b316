import type { Suite } from './suite.js';

export const languageModels: Suite = {
  name: 'language-models',
  title: 'Language models beyond the reports',
  summary: 'How well can the next character of a text be predicted?',
  report: 'none of the reports',
  data: 'tinyshakespeare',
  curves: [
    { name: 'shakespeare', title: 'Tiny Shakespeare', recipes: { shakespeare: '2 × LSTM-512' } },
    { name: 'names', title: 'Names of a language', recipes: { 'names-generator': 'LSTM-200' } },
  ],
};
