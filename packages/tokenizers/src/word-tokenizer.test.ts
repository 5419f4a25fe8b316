import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenizerError } from './errors.js';
import { trainWordTokenizer, wordTokenizer } from './word-tokenizer.js';

const words = (text: string) => {
  const tokenizer = trainWordTokenizer([text]);
  return [...tokenizer.encode(text)].map((id) => tokenizer.vocabulary.token(id));
};

describe('splitting', () => {
  test.each([
    ["don't stop", ['don', "'", 't', 'stop']],
    ['a well-known 3.14 $5!', ['a', 'well', '-', 'known', '3', '.', '14', '$', '5', '!']],
    ['snake_case', ['snake', '_', 'case']],
    ['one\u3000two\u0085three\u2028four', ['one', 'two', 'three', 'four']],
    ['¿Qué?…«né e\u0301»', ['¿', 'Qué', '?', '…', '«', 'né', 'e\u0301', '»']],
    ['你好,世界 😀😀', ['你好', ',', '世界', '😀', '😀']],
  ])('%j gives %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test('no character but white space is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const visible = text.replace(/\p{White_Space}/gu, '');
        fc.pre(visible !== '');
        expect(words(text).join('')).toBe(visible);
      }),
    );
  });
});

describe('training', () => {
  test('words go from most to least frequent, ties by code point', () => {
    const { vocabulary } = trainWordTokenizer(['b a c', 'c B b', 'c 😀 \uffee']);
    expect(vocabulary.tokens.slice(2)).toEqual(['c', 'b', 'B', 'a', '\uffee', '😀']);
  });

  test('minFrequency and vocabularySize leave out the rare ones', () => {
    const texts = ['the cat and the dog and the bird'];
    expect(trainWordTokenizer(texts, { minFrequency: 2 }).vocabulary.tokens.slice(2)).toEqual(['the', 'and']);
    expect(trainWordTokenizer(texts, { vocabularySize: 3 }).vocabulary.tokens.slice(2)).toEqual(['the']);
  });

  test('a corpus of white space is refused, and so is a single string', () => {
    expect(() => trainWordTokenizer([' \n'])).toThrow('Cannot train a word tokenizer');
    expect(() => trainWordTokenizer('the cat')).toThrow(TokenizerError);
  });
});

describe('a tokenizer over given words', () => {
  const tokenizer = wordTokenizer({ words: ['Yes', 'no', 'constructor'], lowercase: true });

  test('keeps their order and encodes with unknowns', () => {
    expect(tokenizer.encode('YES, no constructor')).toEqual(Int32Array.of(2, 1, 3, 4));
    expect(tokenizer.encode(' ')).toEqual(new Int32Array(0));
    expect(tokenizer.encode('toString')).toEqual(Int32Array.of(1));
  });

  test('decodes with single spaces', () => {
    expect(tokenizer.decode([2, 1, 3, 0])).toBe('yes [UNK] no');
  });

  test('lists unknown words once', () => {
    expect(tokenizer.unknowns('no Maybe, maybe')).toEqual(['maybe', ',']);
  });

  test('refuses entries that are not one word', () => {
    expect(() => wordTokenizer({ words: ['two words'] })).toThrow('"two words", which is not one word');
    expect(() => wordTokenizer({ words: [' a'] })).toThrow(TokenizerError);
    expect(() => wordTokenizer({ words: [''] })).toThrow(TokenizerError);
    expect(() => wordTokenizer({ words: [] })).toThrow('at least one word, received none');
  });
});
