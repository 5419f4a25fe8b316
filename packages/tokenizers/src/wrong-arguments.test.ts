import { expect, test } from 'vitest';
import * as api from './index.js';

/** As JavaScript calls it, where no type stands in the way. */
// biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
type Any = any;

const { pad, TokenizerError, TokenizerFormatError, ...rest } = api;
const { characterTokenizer, wordTokenizer, byteTokenizer, tokenizerConfig, tokenizerFromJSON }: Any = rest;
const { trainCharacterTokenizer, trainWordTokenizer, trainBpeTokenizer }: Any = rest;
const tokenizer: Any = characterTokenizer({ characters: 'ab' });
const fromLibrary: Any = tokenizerFromJSON({
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    vocab: { '[UNK]': 0, a: 1 },
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  decoder: { type: 'WordPiece', prefix: '##' },
});
const padAny: Any = pad;
const stream: Any = { async *[Symbol.asyncIterator]() {} };

test.each<[title: string, call: () => unknown, message: string]>([
  [
    'normalize',
    () => trainCharacterTokenizer(['a'], { normalise: 'nfc' } as never),
    `trainCharacterTokenizer has no option "normalise"; the nearest is "normalize".`,
  ],
  [
    'vocabulary_size',
    () => trainBpeTokenizer(['a'], { vocabulary_size: 300 }),
    'trainBpeTokenizer has no option "vocabulary_size"; the nearest is "vocabularySize".',
  ],
  [
    'min_frequency',
    () => trainWordTokenizer(['a'], { min_frequency: 2 }),
    'trainWordTokenizer has no option "min_frequency"; the nearest is "minFrequency".',
  ],
  [
    'word',
    () => wordTokenizer({ word: ['a'] }),
    'wordTokenizer has no option "word"; the nearest is "words".',
  ],
  [
    'Lowercase',
    () => byteTokenizer({ Lowercase: true }),
    'byteTokenizer has no option "Lowercase"; the nearest is "lowercase".',
  ],
  [
    'maxLength',
    () => padAny([[1]], { maxLength: 5 }),
    'pad has no option "maxLength"; the nearest is "length".',
  ],
  ['options null', () => trainBpeTokenizer(['a'], null), 'trainBpeTokenizer takes an object of options ('],
  [
    'pad options null',
    () => padAny([[1]], null),
    'pad takes an object of options (side, truncate, length, padId), received null.',
  ],
  ['no options', () => characterTokenizer(), 'characterTokenizer takes an object of options (characters, '],
  ['text as options', () => characterTokenizer('abc'), ', received "abc".'],
  [
    'no characters',
    () => characterTokenizer({}),
    'Option characters must be a list of strings, received nothing.',
  ],
  [
    'numbers as characters',
    () => characterTokenizer({ characters: [1] }),
    'Option characters must hold only strings, received 1 at 0.',
  ],
  [
    'words as text',
    () => wordTokenizer({ words: 'yes' }),
    'Option words must be a list of strings, received "yes".',
  ],
  [
    'numbers as words',
    () => wordTokenizer({ words: [1] }),
    'Option words must hold only strings, received 1 at 0.',
  ],
  ['pad()', () => padAny(), 'pad takes an array of sequences, received nothing.'],
  [
    'pad of one',
    () => padAny(tokenizer.encode('ab')),
    'pad takes an array of sequences, received Int32Array of 2: put it in an array.',
  ],
  ['pad of null', () => padAny([[1], null]), 'Sequence 1 must be an array of ids, received null.'],
  ['pad of text', () => padAny(['ab']), 'Sequence 0 must be an array of ids, received "ab".'],
  [
    'pad of a fraction',
    () => padAny([[1], Float32Array.of(2, 1.5)]),
    'Sequence 1 must hold integers as ids, received 1.5 at step 1.',
  ],
  [
    'pad of a large number',
    () => padAny([[2 ** 31]]),
    'Sequence 0 must hold integers as ids, received 2147483648 at step 0.',
  ],
  [
    'pad with length as text',
    () => padAny([[1]], { length: '5' }),
    'pad: length must be a whole number of at least 0, received "5".',
  ],
  [
    'pad with an object as id',
    () => padAny([[1]], { padId: {} }),
    'pad: padId must be a whole number from 0 to 2147483647, received an object.',
  ],
  [
    'pad to too many',
    () => padAny([[1]], { length: 1e12 }),
    'A batch has at most 1073741824 ids, received 1 × 1000000000000.',
  ],
  [
    'training on a stream',
    () => trainWordTokenizer(stream),
    'Training takes a list of texts, received an object: collect the texts in an array first.',
  ],
  ['training on nothing', () => trainWordTokenizer(), 'Training takes a list of texts, received nothing.'],
  [
    'training on no text',
    () => trainWordTokenizer([]),
    'Cannot train a word tokenizer: the list of texts is empty.',
  ],
  [
    'minFrequency as text',
    () => trainWordTokenizer(['a'], { minFrequency: '2' }),
    'Option minFrequency must be a whole number of at least 1, received "2".',
  ],
  [
    'normalize as a bigint',
    () => byteTokenizer({ normalize: 1n }),
    'must be one of none, nfc, nfd-ascii, received 1n.',
  ],
  [
    'a pattern that is none',
    () => trainBpeTokenizer(['a'], { pattern: Symbol('x') }),
    'Option pattern must be one of gpt-2, gpt-4, received Symbol(x).',
  ],
  ['keep as an object', () => byteTokenizer({ keep: {} }), 'the characters that stay, received an object.'],
  [
    'an object as text',
    () => trainWordTokenizer([{ text: 'a' }]),
    'A tokenizer takes a string, received an object.',
  ],
  [
    'pad of a view',
    () => padAny([new DataView(new ArrayBuffer(4))]),
    'Sequence 0 must be an array of ids, received DataView of 4.',
  ],
  ['decode()', () => tokenizer.decode(undefined), 'decode takes an array of ids, received nothing.'],
  ['decode of a number', () => tokenizer.decode(5), 'decode takes an array of ids, received 5.'],
  ['decode of a number, of a file', () => fromLibrary.decode(5), 'decode takes an array of ids, received 5.'],
  [
    'decode of text',
    () => tokenizer.decode(['2']),
    'There is no token of id "2": this vocabulary has the integer ids 0 to 3.',
  ],
  [
    'token',
    () => tokenizer.vocabulary.token(999),
    'There is no token of id 999: this vocabulary has the integer ids 0 to 3.',
  ],
  [
    'a tokenizer as JSON',
    () => tokenizerFromJSON(tokenizer),
    'A tokenizer.json must be a JSON object, received a tokenizer: its toJSON() gives one.',
  ],
  [
    'a promise as JSON',
    () => tokenizerFromJSON(Promise.resolve({})),
    'A tokenizer.json must be a JSON object, received a promise: await it first.',
  ],
  ['tokenizerConfig()', () => tokenizerConfig(), 'tokenizerConfig takes a tokenizer, received nothing.'],
])('one sentence says what is wrong: %s', (_, call, message) => {
  expect(call).toThrow(TokenizerError);
  expect(call).toThrow(message);
  expect(call).toThrow(/^[^\n]+[^.]\.$/);
});

test('a file that cannot be read is one of the same errors', () => {
  const read = () => tokenizerFromJSON({ model: { type: 'Unigram' } });
  expect(read).toThrow(TokenizerFormatError);
  expect(read).toThrow(TokenizerError);
});

test('pad takes arrays of integers, and undefined as an option that is absent', () => {
  const { ids, lengths } = pad([[1, 2], Uint16Array.of(3), Int32Array.of()], {
    padId: undefined,
    length: undefined,
  });
  expect([...ids]).toEqual([1, 2, 3, 0, 0, 0]);
  expect([...lengths]).toEqual([2, 1, 0]);
});
