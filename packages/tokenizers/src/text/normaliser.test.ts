import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TokenizerError } from '../tokenizer-error.js';
import { createNormaliser, NORMALISATIONS } from './normaliser.js';

const ascii = createNormaliser({ normalise: 'nfd-ascii' });

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
    expect(ascii.normalise(text)).toBe(expected);
  });

  test('any text becomes printable ASCII, tab or line feed, and stays so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = ascii.normalise(text);
        expect(once).toMatch(/^[\t\n\x20-\x7e]*$/);
        expect(ascii.normalise(once)).toBe(once);
      }),
    );
  });

  test('composed and decomposed text come out the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(ascii.normalise(text.normalize('NFD'))).toBe(ascii.normalise(text.normalize('NFC')));
      }),
    );
  });

  test('letters that vanish are reported, accents and transliterated letters are not', () => {
    expect(ascii.dropped('É Жł王')).toEqual(['Ж', '王']);
    expect(createNormaliser({ normalise: 'nfc' }).dropped('Ж')).toEqual([]);
  });
});

test('nfc composes, none leaves alone', () => {
  expect(createNormaliser({ normalise: 'nfc' }).normalise('e\u0301')).toBe('é');
  expect(createNormaliser({}).normalise('e\u0301')).toBe('e\u0301');
});

test('lower case does not depend on the neighbours of a letter', () => {
  for (const normalise of NORMALISATIONS) {
    const lower = createNormaliser({ normalise, lowercase: true });
    expect(lower.normalise('ABC')).toBe('abc');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const letters = [...(normalise === 'none' ? text : createNormaliser({ normalise }).normalise(text))];
        const plain = createNormaliser({ lowercase: true });
        expect(lower.normalise(text)).toBe(letters.map(plain.normalise).join(''));
      }),
    );
  }
  expect(createNormaliser({ lowercase: true }).normalise('ΟΔΟΣ')).toBe('οδοσ');
});

test('unknown options are refused', () => {
  expect(() => createNormaliser({ normalise: 'nfkc' as never })).toThrow(
    new TokenizerError("Option normalise must be one of 'none', 'nfc', 'nfd-ascii'; received \"nfkc\"."),
  );
  expect(() => createNormaliser({ lowercase: 1 as never })).toThrow('lowercase must be true or false');
});
