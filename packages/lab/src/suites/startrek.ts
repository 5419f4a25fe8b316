import type { Suite } from './suite.js';

export const startrek: Suite = {
  name: 'startrek',
  title: 'Star Trek',
  summary: 'How well can the next character of a line be predicted?',
  report: 'report 003',
  data: 'star_trek',
  curves: [
    {
      name: 'models',
      title: 'Two and three layers',
      recipes: { startrek: '2 × 200', 'startrek-3x200': '3 × 200' },
    },
  ],
};
