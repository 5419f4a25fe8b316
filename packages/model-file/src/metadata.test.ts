import { characterTokenizer } from '@rnnlab/tokenizers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cards, changedCards, tokenizer } from '../test/cards.js';
import { FORMAT, type GivenCard, ModelFileError, readMetadata, writeMetadata } from './index.js';

const hasTexts = (card: { input?: unknown }) => (card.input === 'text' ? tokenizer : undefined);

/** A file's strings, made without a check. */
const stringsOf = (card: Record<string, unknown>): Record<string, string> => ({
  rnnlab: JSON.stringify({ format: FORMAT, ...card }),
  ...(hasTexts(card) && { tokenizer: JSON.stringify(tokenizer) }),
});

/** What is thrown; undefined if nothing is. */
function errorOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

const defaults = { title: '', provenance: {} };
const text: GivenCard = { task: 'classification', input: 'text', labels: ['ham', 'spam'] };
const image = {
  task: 'classification',
  input: 'image',
  labels: ['cat'],
  image: { channels: 2, height: 8, width: 6 },
} satisfies GivenCard;
const language = (own: object = {}): GivenCard => ({ task: 'language-model', input: 'text', language: own });

describe('cards', () => {
  test('are read as they were written, with their defaults', () => {
    fc.assert(
      fc.property(cards, (card) => {
        const metadata = writeMetadata(card, hasTexts(card));
        const { card: read, tokenizer: kept } = readMetadata(metadata);
        expect(read).toMatchObject(JSON.parse(JSON.stringify(card)));
        expect(kept).toEqual(hasTexts(card));
        expect(readMetadata(new Map(Object.entries(metadata)))).toEqual({
          card: read,
          ...(kept && { tokenizer }),
        });
        // What was read may be written.
        expect(readMetadata(writeMetadata(read, kept)).card).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });

  test('that cannot be are refused by the writer and by the reader with the same sentence', () => {
    let refused = 0;
    fc.assert(
      fc.property(changedCards, (card) => {
        const reading = errorOf(() => readMetadata(stringsOf(card)));
        const writing = errorOf(() => writeMetadata(card as GivenCard, hasTexts(card)));
        expect(writing).toEqual(reading);
        if (reading === undefined) return;
        refused++;
        expect(reading).toBeInstanceOf(ModelFileError);
        expect((reading as Error).message).toMatch(/^[A-Z`][^\n]*\.$/);
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  test.each<[GivenCard, object]>([
    [text, { ...text, ...defaults, text: { maxLength: undefined, padding: false } }],
    [image, { ...image, ...defaults, image: { ...image.image, scale: 1 / 255, mean: [0, 0], std: [1, 1] } }],
    [
      { task: 'labeling', input: 'sequence' },
      { task: 'labeling', input: 'sequence', labels: [], ...defaults },
    ],
    [
      { task: 'language-model', input: 'text' },
      { task: 'language-model', input: 'text', ...defaults, language: { conditions: {} } },
    ],
  ])('%j has defaults', (card, whole) => {
    expect(readMetadata(writeMetadata(card, hasTexts(card))).card).toEqual(whole);
  });

  test('give the same strings each time, and a tokenizer is taken as one', () => {
    const characters = characterTokenizer({ characters: 'abc' });
    const metadata = writeMetadata(text, characters);
    expect(metadata).toEqual(writeMetadata({ ...text }, characters.toJSON()));
    expect(readMetadata(metadata).tokenizer).toEqual(characters.toJSON());
  });
});

test.each<[string, object, string]>([
  [
    'task',
    { ...text, task: 'generation' },
    'must be one of "classification", "labeling", "language-model", received "generation".',
  ],
  [
    'task',
    { ...text, task: undefined },
    'must be one of "classification", "labeling", "language-model", received nothing.',
  ],
  [
    'input',
    { ...text, input: 'images' },
    'must be one of "text", "image", "tokens", "sequence", received "images".',
  ],
  ['input', { ...text, task: 'labeling' }, 'must be one of "tokens", "sequence", received "text".'],
  ['input', { ...image, task: 'language-model' }, 'must be "text", received "image".'],
  [
    'labels',
    { ...text, labels: { a: 1 } },
    'must be a list of different names, at least one, received an object.',
  ],
  [
    'labels',
    { ...text, labels: ['a', 'b', 'a'] },
    'must be a list of different names, at least one, received an array of 3.',
  ],
  [
    'labels',
    { ...text, labels: [] },
    'must be a list of different names, at least one, received an array of 0.',
  ],
  ['title', { ...text, title: 7 }, 'must be a string, received 7.'],
  ['provenance', { ...text, provenance: [] }, 'must be an object, received an array of 0.'],
  ['text', { ...text, text: [] }, 'must be an object, received an array of 0.'],
  [
    'text.maxLength',
    { ...text, text: { maxLength: 0 } },
    'must be a whole number of at least 1, received 0.',
  ],
  [
    'text.maxLength',
    { ...text, text: { padding: true } },
    'must be a number, as texts are padded to it, received nothing.',
  ],
  ['image', { ...image, image: undefined }, 'must be an object, received nothing.'],
  [
    'image.channels',
    { ...image, image: { ...image.image, channels: 0 } },
    'must be a whole number of at least 1, received 0.',
  ],
  [
    'image',
    { ...image, image: { ...image.image, height: 2 ** 30 } },
    'must be an image of at most 67108864 numbers, received "2 × 1073741824 × 6".',
  ],
  [
    'image.scale',
    { ...image, image: { ...image.image, scale: Number.NaN } },
    'must be a number above 0, received NaN.',
  ],
  [
    'image.mean',
    { ...image, image: { ...image.image, mean: [1] } },
    'must be a list of 2 numbers, received [1].',
  ],
  [
    'image.std',
    { ...image, image: { ...image.image, std: [1, 0] } },
    'must be a list of 2 numbers above 0, received [1, 0].',
  ],
  ['vocabulary', { ...text, input: 'tokens' }, 'must be a whole number of at least 1, received nothing.'],
  ['language.endId', language({ endId: -1 }), 'must be a whole number of at least 0, received -1.'],
  [
    'language.conditions',
    language({ conditions: { North: 'a' } }),
    'must be ids by names, received an object.',
  ],
  ['language.warmUp', language({ warmUp: [] }), 'must be a list of 1 to 64 ids, received an array of 0.'],
  [
    'language.warmUp',
    language({ startId: 2, warmUp: [7] }),
    'must be left out where texts have a start, received [7].',
  ],
])('`%s` of %j is refused', (field, card, sentence) => {
  const message = `\`${field}\` in the metadata \`rnnlab\` ${sentence}`;
  expect(() => writeMetadata(card as GivenCard, tokenizer)).toThrow(new ModelFileError(message));
});

test.each<[Record<string, string>, string]>([
  [
    { other: 'x' },
    'The file has no metadata `rnnlab`, so it has no labels and no tokenizer: `rnnlab export` and `exportModel` of @rnnlab/onnx write it.',
  ],
  [{ rnnlab: 'null' }, 'The metadata `rnnlab` must be an object, received null.'],
  [{ rnnlab: '{"format": 2,' }, 'The metadata `rnnlab` is damaged ('],
  [
    stringsOf({ format: undefined }),
    '`format` in the metadata `rnnlab` must be the version 2, received nothing.',
  ],
  [
    stringsOf({ format: 1, labels: 'else' }),
    'The file has format 1, this version of RNNLab reads format 2: export it again.',
  ],
  [
    stringsOf({ format: 3, labels: 'else' }),
    'The file has format 3, this version of RNNLab reads format 2: update RNNLab.',
  ],
  [
    stringsOf({ ...text, titel: 'Mail' }),
    'The metadata `rnnlab` has no field "titel"; the nearest is "title".',
  ],
  [
    stringsOf({ ...text, language: {} }),
    'The metadata `rnnlab` has no field "language"; expected one of format, task, input, title, provenance, labels, text.',
  ],
  [
    stringsOf({ ...image, image: { ...image.image, deviation: [1, 1] } }),
    '`image` in the metadata `rnnlab` has no field "deviation"; expected one of channels, height, width, scale, mean, std.',
  ],
  [
    { rnnlab: stringsOf(text as never).rnnlab! },
    'The metadata has no `tokenizer`, but the model reads texts.',
  ],
  [
    { ...stringsOf(image), tokenizer: '{"model": {}}' },
    'The metadata has a `tokenizer`, but the model reads no texts.',
  ],
  [
    { ...stringsOf(text as never), tokenizer: '[1]' },
    'The metadata `tokenizer` must be the content of a tokenizer.json, received [1].',
  ],
  [{ ...stringsOf(text as never), tokenizer: '{' }, 'The metadata `tokenizer` is damaged ('],
])('the metadata %j are refused', (metadata, sentence) => {
  expect(() => readMetadata(metadata)).toThrow(ModelFileError);
  expect(() => readMetadata(metadata)).toThrow(sentence);
});

test('what is no JSON is not written', () => {
  const provenance: Record<string, unknown> = {};
  provenance.itself = provenance;
  expect(() => writeMetadata({ ...image, provenance })).toThrow(
    'The metadata `rnnlab` cannot be written as JSON (',
  );
  expect(() => writeMetadata(text, (() => {}) as never)).toThrow(
    'The metadata `tokenizer` must be the content of a tokenizer.json, received null.',
  );
  // As JSON it would be a string, which no reader takes.
  expect(() => writeMetadata({ ...image, provenance: new Date(0) as never })).toThrow(
    '`provenance` in the metadata `rnnlab` must be an object, received "1970-01-01T00:00:00.000Z".',
  );
});
