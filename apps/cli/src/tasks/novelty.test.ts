import { trainCharacterTokenizer } from '@rnnlab/tokenizers';
import { expect, it } from 'vitest';
import { noveltyOf } from './novelty.js';
import type { Prepared } from './task.js';

it('counts neither what was read in training nor empty texts as new', () => {
  const lines = ['Anna', 'Otto'];
  const tokenizer = trainCharacterTokenizer(lines, { start: '[START]', end: '[END]' });
  const train = { examples: { length: lines.length }, show: (k: number) => lines[k] };
  const prepared = { parts: { train }, tokenizer } as unknown as Prepared;
  const written = ['Anna', '', 'Nota', 'Otto'].map((text) => ({ text }));
  expect(noveltyOf(prepared, written)).toEqual({ share: 0.25, count: 4 });
});
