import { byteTokenizer, characterTokenizer, trainWordTokenizer } from '@rnnlab/tokenizers';
import { tokenStream } from '@rnnlab/trainer';
import { expect, it } from 'vitest';
import { warmUpOf } from './language-warm-up.js';

const line = 'One line after another.\n';

it.each([
  ['ends where the last line does', `${line.repeat(9)}One li`, line.repeat(9).slice(-64)],
  [
    'ends where the last paragraph does',
    `${line.repeat(9)}\n${line}One li`,
    `${line.repeat(9)}\n`.slice(-64),
  ],
  ['is no longer than the text', `${line}One`, line],
  ['is the end of a text without lines', 'abc'.repeat(99), 'abc'.repeat(99).slice(-64)],
  [
    'is that of a text whose last line is very long',
    `${line}${'abc'.repeat(999)}`,
    'abc'.repeat(99).slice(-64),
  ],
])('%s', (_, text, expected) => {
  const tokenizers = [byteTokenizer(), characterTokenizer({ characters: [...new Set(text)].join('') })];
  for (const tokenizer of tokenizers) {
    const stream = tokenStream({ tokens: tokenizer.encode(text), window: 10 });
    expect(tokenizer.decode(warmUpOf(stream, tokenizer))).toBe(expected);
  }
});

it('is of words', () => {
  const words = trainWordTokenizer(['the cat and the dog']);
  const stream = tokenStream({ tokens: words.encode('the dog\nand the cat'), window: 2 });
  expect(words.decode(warmUpOf(stream, words))).toBe('the dog and the cat');
});
