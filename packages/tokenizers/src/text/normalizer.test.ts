import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenizerError } from '../errors.js';
import { createNormalizer, NORMALIZATIONS } from './normalizer.js';

const ascii = createNormalizer({ normalize: 'nfd-ascii' });

describe('nfd-ascii', () => {
  test.each([
    ['Ślusàrski', 'Slusarski'],
    ["O'Néàl", "O'Neal"],
    ['Strauß', 'Strauss'],
    ['Søren Kjærgård', 'Soren Kjaergard'],
    ['Łódź', 'Lodz'],
    ['Đoković', 'Dokovic'],
    ['Yıldız İnönü', 'Yildiz Inonu'],
    ['Þórður Ægir', 'THordur AEgir'],
    ['ǿ Ǽ', 'o AE'],
    ['O’Neill – “quoted”…', 'O\'Neill - "quoted"...'],
    ['a\u00a0b\u3000c', 'a b c'],
    ['tab\tand\r\nline', 'tab\tand\nline'],
    ['Иванов 王 😀', '  '],
  ])('%j becomes %j', (text, expected) => {
    expect(ascii.normalize(text)).toBe(expected);
  });

  test('any text becomes printable ASCII, tab or line feed, and stays so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = ascii.normalize(text);
        expect(once).toMatch(/^[\t\n\x20-\x7e]*$/);
        expect(ascii.normalize(once)).toBe(once);
      }),
    );
  });

  test('composed and decomposed text come out the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(ascii.normalize(text.normalize('NFD'))).toBe(ascii.normalize(text.normalize('NFC')));
      }),
    );
  });

  test('letters that vanish are reported, accents and transliterated letters are not', () => {
    expect(ascii.dropped('É Жł王')).toEqual(['Ж', '王']);
    expect(createNormalizer({ normalize: 'nfc' }).dropped('Ж')).toEqual([]);
  });
});

test('nfc composes, none leaves alone', () => {
  expect(createNormalizer({ normalize: 'nfc' }).normalize('e\u0301')).toBe('é');
  expect(createNormalizer({}).normalize('e\u0301')).toBe('e\u0301');
});

test('lower case does not depend on the neighbors of a letter', () => {
  for (const normalize of NORMALIZATIONS) {
    const lower = createNormalizer({ normalize, lowercase: true });
    expect(lower.normalize('ABC')).toBe('abc');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const letters = [...(normalize === 'none' ? text : createNormalizer({ normalize }).normalize(text))];
        const plain = createNormalizer({ lowercase: true });
        expect(lower.normalize(text)).toBe(letters.map(plain.normalize).join(''));
      }),
    );
  }
  expect(createNormalizer({ lowercase: true }).normalize('ΟΔΟΣ')).toBe('οδοσ');
});

test('unknown options are refused', () => {
  expect(() => createNormalizer({ normalize: 'nfkc' as never })).toThrow(
    new TokenizerError('Option normalize must be one of none, nfc, nfd-ascii, received "nfkc".'),
  );
  expect(() => createNormalizer({ lowercase: 1 as never })).toThrow('lowercase must be true or false');
});
