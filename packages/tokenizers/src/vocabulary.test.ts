import { expect, test } from 'vitest';
import { TokenizerError } from './errors.js';
import { createVocabulary as create } from './vocabulary.js';

const createVocabulary = (tokens: string[]) => create(['[PAD]', '[UNK]'], tokens);

test('special tokens come first and ids count up', () => {
  const vocabulary = createVocabulary(['b', 'a']);
  expect(vocabulary.tokens).toEqual(['[PAD]', '[UNK]', 'b', 'a']);
  expect(vocabulary.specials).toEqual(['[PAD]', '[UNK]']);
  expect(vocabulary.size).toBe(4);
  expect(vocabulary.tokens.map((token) => vocabulary.id(token))).toEqual([0, 1, 2, 3]);
  expect([0, 1, 2, 3].map((id) => vocabulary.token(id))).toEqual(vocabulary.tokens);
});

test('names of object properties are ordinary tokens', () => {
  const vocabulary = createVocabulary(['constructor']);
  expect(vocabulary.id('constructor')).toBe(2);
  expect(vocabulary.has('toString')).toBe(false);
  expect(vocabulary.id('toString')).toBeUndefined();
});

test.each([-1, 3, 0.5, Number.NaN])('the id %s is refused with the range', (id) => {
  expect(() => createVocabulary(['a']).token(id)).toThrow(
    new TokenizerError(`There is no token of id ${id}: this vocabulary has the integer ids 0 to 2.`),
  );
});

test('repeated, special and empty tokens are refused', () => {
  expect(() => createVocabulary(['a', 'b', 'a'])).toThrow('"a" has the ids 2 and 4');
  expect(() => createVocabulary(['[PAD]'])).toThrow('"[PAD]" has the ids 0 and 2');
  expect(() => createVocabulary([''])).toThrow('token 2 is empty');
});
