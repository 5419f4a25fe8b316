import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { characterTokenizer, trainCharacterTokenizer } from './character-tokenizer.js';
import { TokenizerError } from './errors.js';

describe('training', () => {
  test('characters follow the special tokens by code point', () => {
    const { vocabulary } = trainCharacterTokenizer(['zé😀', '', 'a\uffee']);
    expect(vocabulary.tokens).toEqual(['[PAD]', '[UNK]', 'a', 'z', 'é', '\uffee', '😀']);
  });

  test('the order of the texts does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 }), (texts) => {
        const backwards = trainCharacterTokenizer(texts.toReversed(), { vocabularySize: 5 });
        expect(trainCharacterTokenizer(texts, { vocabularySize: 5 }).toJSON()).toEqual(backwards.toJSON());
      }),
    );
  });

  test('minFrequency counts over all texts, after normalization', () => {
    const options = { minFrequency: 2, normalize: 'nfd-ascii', lowercase: true } as const;
    expect(trainCharacterTokenizer(['Éa', 'eb', 'c'], options).vocabulary.tokens.slice(2)).toEqual(['e']);
  });

  test('vocabularySize includes the special tokens and keeps the most frequent, ties by code point', () => {
    const { vocabulary } = trainCharacterTokenizer(['zzz bb yy a'], { vocabularySize: 4 });
    expect(vocabulary.tokens).toEqual(['[PAD]', '[UNK]', ' ', 'z']);
  });

  test('half a surrogate pair is never learnt and is unknown', () => {
    const tokenizer = trainCharacterTokenizer(['a\ud83d']);
    expect(tokenizer.vocabulary.tokens.slice(2)).toEqual(['a']);
    expect([...tokenizer.encode('\ud83da\ude00')]).toEqual([1, 2, 1]);
  });

  test('a corpus without characters is refused', () => {
    const message = 'no character occurs 1 times or more in the 2 texts received (0 different ones in all)';
    expect(() => trainCharacterTokenizer(['', ''])).toThrow(message);
    expect(() => trainCharacterTokenizer([])).toThrow(
      'Cannot train a character tokenizer: the list of texts is empty.',
    );
    expect(() => trainCharacterTokenizer(['ab'], { minFrequency: 2 })).toThrow('(2 different ones in all)');
    expect(() => trainCharacterTokenizer(['王'], { normalize: 'nfd-ascii' })).toThrow(TokenizerError);
  });

  test('a single string, a number among the texts and impossible options are refused', () => {
    expect(() => trainCharacterTokenizer('abc')).toThrow('received one string: put it in an array');
    expect(() => trainCharacterTokenizer(['a', 1 as never])).toThrow('takes a string, received number');
    expect(() => trainCharacterTokenizer(['a'], { minFrequency: 0 })).toThrow(
      'Option minFrequency must be a whole number of at least 1, received 0.',
    );
    expect(() => trainCharacterTokenizer(['a'], { vocabularySize: 2 })).toThrow(
      'Option vocabularySize must be a whole number of at least 3, received 2.',
    );
  });
});

describe('encoding', () => {
  const tokenizer = characterTokenizer({ characters: 'ba 😀' });

  test('a character is a code point', () => {
    expect(tokenizer.encode('a😀b?')).toEqual(Int32Array.of(3, 5, 4, 1));
  });

  test('the empty text gives no ids', () => {
    expect(tokenizer.encode('')).toEqual(new Int32Array(0));
    expect(tokenizer.decode([])).toBe('');
  });

  test('a special token spelled out gives its id', () => {
    expect(tokenizer.encode('a[UNK]b[PAD]')).toEqual(Int32Array.of(3, 1, 4, 0));
  });

  test('decoding leaves out padding and shows unknowns', () => {
    expect(tokenizer.decode(Int32Array.of(3, 1, 5, 0, 0))).toBe('a[UNK]😀');
    expect(() => tokenizer.decode([6])).toThrow('There is no token of id 6');
  });

  test('what is encoded is decoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(trainCharacterTokenizer([text]).decode(trainCharacterTokenizer([text]).encode(text))).toBe(
          text,
        );
      }),
    );
  });

  test('only a string is encoded', () => {
    expect(() => tokenizer.encode(undefined as never)).toThrow('takes a string, received undefined');
  });
});

test('unknowns lists each unseen character once, also those that the normalization drops', () => {
  const tokenizer = characterTokenizer({ characters: 'abc', normalize: 'nfd-ascii', lowercase: true });
  expect(tokenizer.unknowns('Äbc')).toEqual([]);
  expect(tokenizer.unknowns('x王axЖ[UNK]')).toEqual(['x', '王', 'Ж']);
});

test('an alphabet is normalized, sorted and must not be empty', () => {
  const options = { normalize: 'nfd-ascii', lowercase: true } as const;
  expect(characterTokenizer({ characters: ['Zß', 'é'], ...options }).vocabulary.tokens.slice(2)).toEqual([
    'e',
    's',
    'z',
  ]);
  expect(() => characterTokenizer({ characters: '' })).toThrow('at least one character, received none');
  expect(() => characterTokenizer({ characters: '\ud800' })).toThrow('which is not one character');
});
