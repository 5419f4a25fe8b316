import fc from 'fast-check';
import { TRANSLITERATION } from '../src/text/transliteration.js';

/** Texts that tell implementations apart. */
export const TEXTS = [
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
  "THEY'RE   it's\n\n\n  1234567 !!!??  \t end  ",
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
];

/**
 * Random Unicode: whole characters, halves of surrogate pairs, characters that share a tokenizer's alphabet.
 *
 * @param known pieces to draw from as well
 */
export function anyText(known: readonly string[] = []): fc.Arbitrary<string> {
  const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
  const familiar = fc.constantFrom(...TEXTS.flatMap((text) => [...text]), '[UNK]', ...known);
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit }),
    fc.string({ unit: familiar, maxLength: 60 }),
  );
}
