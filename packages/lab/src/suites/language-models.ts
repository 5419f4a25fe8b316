import type { Suite } from './suite.js';

export const languageModels: Suite = {
  name: 'language-models',
  title: 'Language models beyond the reports',
  summary: 'How well can the next character of a text be predicted?',
  data: 'tinyshakespeare',
  curves: [
    { name: 'shakespeare', title: 'Tiny Shakespeare', recipes: { shakespeare: 'shakespeare' } },
    { name: 'names', title: 'Names of a language', recipes: { 'names-generator': 'names-generator' } },
  ],
};
