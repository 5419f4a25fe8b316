import { Tokenizer as Reference } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trainCharacterTokenizer } from './character-tokenizer.js';
import { NORMALISATIONS } from './text/normaliser.js';
import { TRANSLITERATION } from './text/transliteration.js';
import type { Tokenizer } from './tokenizer.js';
import { tokenizerConfig } from './tokenizer-config.js';
import { trainWordTokenizer } from './word-tokenizer.js';

const TEXTS = [
  '',
  ' ',
  "Ślusàrski, O'Néàl & Strauß",
  'SØREN Kjærgård İıI Łódź Đoković Þórður',
  'ΟΔΟΣ ΣΑΣ σς Привет, Мир! 王小明 こんにちは 한국어',
  'e\u0301 é ǿ \u1e9e ŉ ﬁ ½ Ⅷ',
  'tabs\tand\r\nlines\u0085and\u2028more\u3000spaces\u00a0',
  "don't well-known 3.14 $5 a_b <x> ^~` “q” – …",
  '👩‍👩‍👧 😀 \u{1f1e9}\u{1f1ea} 𝒳',
  '[UNK] and [PAD], [PAD[PAD]]x[UNK]\u0301 [unk]',
  'constructor __proto__ toString 0 1 10',
  '\ufeffbom \u0000 null \ud83d half',
  Object.keys(TRANSLITERATION).join(' '),
];

const kinds = [
  ['character', trainCharacterTokenizer],
  ['word', trainWordTokenizer],
] as const;
const cases = kinds.flatMap(([kind, train]) =>
  NORMALISATIONS.flatMap((normalise) =>
    [false, true].map((lowercase) => {
      // Half of the texts only, so that the other half has unknowns.
      const texts = TEXTS.filter((_, i) => i % 2 === 1);
      return [
        `${kind}, ${normalise}, lowercase ${lowercase}`,
        train(texts, { normalise, lowercase }),
      ] as const;
    }),
  ),
);

/** Through text, as a file would go. */
const reference = (tokenizer: Tokenizer) =>
  new Reference(JSON.parse(JSON.stringify(tokenizer)), tokenizerConfig(tokenizer));

describe.each(cases)('a saved tokenizer in @huggingface/tokenizers: %s', (_, tokenizer) => {
  const theirs = reference(tokenizer);

  test('encodes chosen texts to the same ids', () => {
    for (const text of TEXTS) expect([...tokenizer.encode(text)]).toEqual(theirs.encode(text).ids);
  });

  test('encodes random Unicode to the same ids', () => {
    const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
    const known = fc.constantFrom(...TEXTS.flatMap((text) => [...text]), '[UNK]');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit }),
      fc.string({ unit: known }),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect([...tokenizer.encode(value)]).toEqual(theirs.encode(value).ids);
      }),
      { numRuns: 300 },
    );
  });

  test('decodes to the same text', () => {
    for (const text of TEXTS) {
      const ids = [...tokenizer.encode(text)].filter((id) => id !== tokenizer.padId);
      if (ids.length > 0) expect(theirs.decode(ids)).toBe(tokenizer.decode(ids));
    }
  });
});
