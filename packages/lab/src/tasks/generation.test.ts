import { trainCharacterTokenizer } from '@rnnlab/tokenizers';
import { tokenExamples } from '@rnnlab/trainer';
import { expect, it } from 'vitest';
import { noveltyOf } from './generation.js';
import type { Prepared } from './task.js';

it('counts neither what was read in training nor empty texts as new', () => {
  const lines = ['Anna', 'Otto'];
  const tokenizer = trainCharacterTokenizer(lines, { start: '[START]', end: '[END]' });
  const encoded = lines.map((line) => tokenizer.encode(line));
  const examples = tokenExamples({
    ids: encoded.map((ids) => ids.subarray(0, -1)),
    targets: encoded.map((ids) => ids.subarray(1)),
  });
  const prepared = { parts: { train: { examples } }, tokenizer } as unknown as Prepared;
  const written = ['Anna', '', 'Nota', 'Otto'].map((text) => ({ text }));
  expect(noveltyOf(prepared, written)).toEqual({ share: 0.25, count: 4 });
});
