import { Tokenizer as Reference } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText, TEXTS } from '../../test/texts.js';
import { trainBpeTokenizer } from '../bpe/bpe-tokenizer.js';
import { byteTokenizer } from '../bpe/byte-tokenizer.js';
import { trainCharacterTokenizer } from '../character-tokenizer.js';
import { CLEAN_TEXT, NORMALIZATIONS, type TextOptions } from '../text/normalizer.js';
import type { Tokenizer } from '../tokenizer.js';
import type { TrainingOptions } from '../training.js';
import { trainWordTokenizer } from '../word-tokenizer.js';
import { tokenizerConfig } from './tokenizer-config.js';
import { tokenizerFromJSON } from './tokenizer-from-json.js';

// Half of the texts only, so that the other half has unknowns.
const learnt = TEXTS.filter((_, i) => i % 2 === 1);
const kinds: Record<string, (options: TrainingOptions) => Tokenizer> = {
  character: (options) => trainCharacterTokenizer(learnt, options),
  word: (options) => trainWordTokenizer(learnt, options),
  byte: ({ minFrequency, vocabularySize, ...options }) => byteTokenizer(options),
  'gpt-2 pairs': (options) => trainBpeTokenizer(TEXTS, { ...options, vocabularySize: 340 }),
  'gpt-4 pairs': (options) => trainBpeTokenizer(TEXTS, { ...options, vocabularySize: 340, pattern: 'gpt-4' }),
};
const texts: TextOptions[] = NORMALIZATIONS.flatMap((normalize) => [
  { normalize, lowercase: false },
  { normalize, lowercase: true },
]);
const choices: TrainingOptions[] = [
  ...texts,
  { keep: CLEAN_TEXT, lowercase: true },
  { keep: 'aeiouäöü王😀-]^\\', normalize: 'nfc' },
  { start: '[START]', end: '[END]', specialTokens: ['<|x|>', '<|x|>y'] },
  { end: '[END]', lowercase: true },
];
const cases = Object.entries(kinds).flatMap(([kind, make]) =>
  choices.map((options) => [`${kind}, ${JSON.stringify(options)}`, make(options)] as const),
);

/** Through text, as a file would go. */
const reference = (tokenizer: Tokenizer) =>
  new Reference(JSON.parse(JSON.stringify(tokenizer)), tokenizerConfig(tokenizer));

describe.each(cases)('a saved tokenizer in @huggingface/tokenizers: %s', (_, tokenizer) => {
  const theirs = reference(tokenizer);
  const loaded = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)), tokenizerConfig(tokenizer));

  test('encodes chosen texts to the same ids, and so does the one that is loaded here', () => {
    for (const text of TEXTS) {
      expect([...tokenizer.encode(text)]).toEqual(theirs.encode(text).ids);
      expect(loaded.encode(text)).toEqual(tokenizer.encode(text));
    }
  });

  test('encodes random Unicode to the same ids', () => {
    fc.assert(
      fc.property(anyText(tokenizer.vocabulary.specials), (value) => {
        expect([...tokenizer.encode(value)]).toEqual(theirs.encode(value).ids);
      }),
      { numRuns: 100 },
    );
  });

  test('decodes to the same text', () => {
    const { padId, startId, endId } = tokenizer;
    for (const text of TEXTS) {
      const ids = [...tokenizer.encode(text)].filter((id) => ![padId, startId, endId].includes(id));
      if (ids.length > 0) expect(theirs.decode(ids)).toBe(tokenizer.decode(ids));
      expect(loaded.decode(ids)).toBe(tokenizer.decode(ids));
    }
  });

  test('is saved again as the same', () => {
    expect(loaded.toJSON()).toEqual(tokenizer.toJSON());
    expect({ ...loaded, vocabulary: loaded.vocabulary.tokens }).toMatchObject({
      vocabulary: tokenizer.vocabulary.tokens,
      padId: tokenizer.padId,
      unknownId: tokenizer.unknownId,
      startId: tokenizer.startId,
      endId: tokenizer.endId,
    });
    expect(loaded.vocabulary.specials).toEqual(tokenizer.vocabulary.specials);
  });
});
