import { expect, test } from 'vitest';
import { createSections } from './sections.js';

const sections = createSections(['[PAD]', '[UNK]']);

test('special tokens stand at odd places', () => {
  expect(sections('')).toEqual(['']);
  expect(sections('a[UNK][PAD]b')).toEqual(['a', '[UNK]', '', '[PAD]', 'b']);
  expect(sections('[PAD[PAD]] [unk]')).toEqual(['[PAD', '[PAD]', '] [unk]']);
});

test.each([undefined, null, 3, ['a']])('%j is not a text', (value) => {
  expect(() => sections(value as never)).toThrow(
    /^A tokenizer takes a string, received (an? )?(\w+( of 1)?)\.$/,
  );
});
