import { expect, test } from 'vitest';
import { characterTokenizer, trainCharacterTokenizer } from './character-tokenizer.js';
import { createSpecialTokens, specialTokenSplitter } from './special-tokens.js';
import { trainWordTokenizer, wordTokenizer } from './word-tokenizer.js';

test('start, end and further ones follow the own ones', () => {
  expect(createSpecialTokens({ end: '<e>', start: '<s>', specialTokens: ['<a>', '<b>'] }, ['[PAD]'])).toEqual(
    {
      tokens: ['[PAD]', '<s>', '<e>', '<a>', '<b>'],
      start: '<s>',
      end: '<e>',
    },
  );
  expect(createSpecialTokens({ start: '<|x|>', end: '<|x|>' }, ['[PAD]']).tokens).toEqual(['[PAD]', '<|x|>']);
});

test.each([
  [{ start: 3 as never }, 'Option start must be a string, received 3.'],
  [{ end: '' }, 'Option end must be a token of whole characters, received an empty one.'],
  [{ end: '\ud800' }, 'Option end must be a token of whole characters, received half a surrogate pair.'],
  [{ specialTokens: '<x>' as never }, 'Option specialTokens must be an array of strings, received "<x>".'],
  [{ specialTokens: ['a', null as never] }, 'Option specialTokens[1] must be a string, received null.'],
  [{ specialTokens: ['a', 'a'] }, 'Option specialTokens[1] must be a token of its own, received "a" again.'],
  [{ specialTokens: null as never }, 'Option specialTokens must be an array of strings, received null.'],
  [{ start: '[PAD]' }, 'Option start must be a token of its own, received "[PAD]" again.'],
])('%j is refused', (options, message) => {
  expect(() => createSpecialTokens(options, ['[PAD]'])).toThrow(message);
});

test('start and end stand around every text and are not decoded', () => {
  const tokenizer = characterTokenizer({ characters: 'ab', start: '^', end: '[END]' });
  expect(tokenizer).toMatchObject({ padId: 0, unknownId: 1, startId: 2, endId: 3 });
  expect([...tokenizer.encode('ab')]).toEqual([2, 4, 5, 3]);
  expect([...tokenizer.encode('')]).toEqual([2, 3]);
  expect(tokenizer.decode([2, 4, 1, 3, 0, 0])).toBe('a[UNK]');
  expect([...tokenizer.encode('a^b')]).toEqual([2, 4, 2, 5, 3]);
});

test('a character or word of the name of a special token is no other token', () => {
  expect(trainCharacterTokenizer(['a^b$'], { start: '^', end: '$' }).vocabulary.tokens.slice(2)).toEqual([
    '^',
    '$',
    'a',
    'b',
  ]);
  expect(characterTokenizer({ characters: '^a', start: '^' }).vocabulary.tokens.slice(2)).toEqual(['^', 'a']);
  const words = wordTokenizer({ words: ['end', 'of'], end: 'end' });
  expect(words.vocabulary.tokens.slice(2)).toEqual(['end', 'of']);
  const trained = trainWordTokenizer(['The END of'], { end: 'end', lowercase: true });
  expect(trained.vocabulary.tokens.slice(2)).toEqual(['end', 'of', 'the']);
  expect([...trained.encode('END')]).toEqual([2, 2]);
});

test('of special tokens that begin alike the longest counts', () => {
  const tokenizer = characterTokenizer({ characters: 'ab', specialTokens: ['<x>', '<x>a'] });
  expect([...tokenizer.encode('<x>ab<x>b')]).toEqual([3, 5, 2, 5]);
});

const sections = specialTokenSplitter(['[PAD]', '[UNK]']);

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
