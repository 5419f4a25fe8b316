import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trainCharacterTokenizer } from '../character-tokenizer.js';
import { TokenizerFormatError } from '../errors.js';
import { NORMALIZATIONS } from '../text/normalizer.js';
import { trainWordTokenizer } from '../word-tokenizer.js';
import { tokenizerFromJSON } from './tokenizer-from-json.js';

const TEXTS = ["Ślusàrski O'Néàl 😀", '0 1 10 constructor, ΣΑΣ'];

describe.each([
  ['character', trainCharacterTokenizer],
  ['word', trainWordTokenizer],
] as const)('a saved %s tokenizer', (_, train) => {
  for (const normalize of NORMALIZATIONS) {
    for (const lowercase of [false, true]) {
      test(`comes back with ${normalize} and lowercase ${lowercase}`, () => {
        const saved = train(TEXTS, { normalize, lowercase });
        const loaded = tokenizerFromJSON(JSON.parse(JSON.stringify(saved)));
        expect(loaded.toJSON()).toEqual(saved.toJSON());
        expect(loaded.vocabulary.tokens).toEqual(saved.vocabulary.tokens);
        fc.assert(
          fc.property(fc.string({ unit: 'binary' }), (text) => {
            expect(loaded.encode(text)).toEqual(saved.encode(text));
          }),
        );
      });
    }
  }
});

test('a change of the returned object does not change the tokenizer', () => {
  const tokenizer = trainCharacterTokenizer(['a'], { lowercase: true });
  const first = tokenizer.toJSON();
  (first.pre_tokenizer!.pattern as { Regex: string }).Regex = 'x';
  first.normalizer = null;
  first.added_tokens.length = 0;
  expect(tokenizerFromJSON(tokenizer.toJSON()).vocabulary.size).toBe(3);
});

// biome-ignore lint/suspicious/noExplicitAny: the changes make files that no type describes
type Change = (json: any) => unknown;

describe('what is refused, with the part', () => {
  const refusal = (change: Change) => {
    const json = JSON.parse(JSON.stringify(trainCharacterTokenizer(['ab'])));
    change(json);
    try {
      tokenizerFromJSON(json);
    } catch (error) {
      expect(error).toBeInstanceOf(TokenizerFormatError);
      return (error as Error).message;
    }
    throw new Error('It was accepted.');
  };
  const prefix = 'In tokenizer.json, ';

  test.each([null, 'text', [], 3])('a file that is %j', (json) => {
    expect(() => tokenizerFromJSON(json)).toThrow(/^A tokenizer.json must be a JSON object, received .+\.$/);
  });

  test.each<[string, Change, string]>([
    ['a model', (j) => delete j.model, 'model is not supported: expected an object, received nothing.'],
    [
      'a model type',
      (j) => (j.model.type = 'BPE'),
      'model.merges is not supported: expected an array, received nothing.',
    ],
    [
      'a model option',
      (j) => (j.model.dropout = 0.1),
      'model.dropout is not supported: expected nothing, received 0.1.',
    ],
    [
      'another unknown token',
      (j) => (j.model.unk_token = 'a'),
      'model.unk_token is not supported: expected "[UNK]", received "a".',
    ],
    [
      'a pre-tokenizer',
      (j) => (j.pre_tokenizer = { type: 'CharDelimiterSplit' }),
      'pre_tokenizer.type is not supported: expected one of BertPreTokenizer, ByteLevel,',
    ],
    [
      'a pre-tokenizer option',
      (j) => (j.pre_tokenizer.invert = true),
      'pre_tokenizer.behavior is not supported: expected "Removed", as invert is true, received "Isolated".',
    ],
    [
      'a normalizer',
      (j) => (j.normalizer = { type: 'NFKC' }),
      'normalizer is not supported: expected one of',
    ],
    [
      'a post-processor',
      (j) => (j.post_processor = { type: 'TemplateProcessing' }),
      'post_processor is not supported: expected null',
    ],
    [
      'a decoder',
      (j) => (j.decoder = { type: 'BPEDecoder' }),
      'decoder.type is not supported: expected "Fuse", received "BPEDecoder".',
    ],
    [
      'truncation',
      (j) => (j.truncation = { max_length: 5 }),
      'truncation is not supported: expected null, received an object.',
    ],
    ['padding', (j) => (j.padding = {}), 'padding is not supported'],
    [
      'another special token',
      (j) => j.added_tokens.push({ id: 2 }),
      'added_tokens is not supported: expected an array of 2, received an array of 3.',
    ],
    ['an unknown part', (j) => (j.extra = 1), 'extra is not supported'],
    ['another version', (j) => (j.version = '2.0'), 'version is not supported'],
    [
      'no vocabulary',
      (j) => (j.model.vocab = []),
      'model.vocab is not supported: expected an object of tokens and ids',
    ],
    [
      'a gap in the ids',
      (j) => (j.model.vocab.b = 4),
      'the id of "b" in model.vocab is not supported: expected an integer from 0 to 3, received 4.',
    ],
    ['an id that is text', (j) => (j.model.vocab.b = '3'), 'the id of "b" in model.vocab'],
    [
      'an id twice',
      (j) => (j.model.vocab.b = 2),
      'the id of "b" in model.vocab is not supported: expected an id of its own',
    ],
    [
      'padding elsewhere',
      (j) => Object.assign(j.model.vocab, { '[PAD]': 2, a: 0 }),
      'token 0 of model.vocab',
    ],
    [
      'two characters in one token',
      (j) => (j.model.vocab.cd = 4),
      'model.vocab: The vocabulary holds "cd", which is not one character.',
    ],
    [
      'an empty token',
      (j) => (j.model.vocab[''] = 4),
      'model.vocab: The vocabulary holds "", which is not one character.',
    ],
    [
      'an empty vocabulary',
      (j) => (j.model.vocab = { '[PAD]': 0, '[UNK]': 1 }),
      'model.vocab: The vocabulary must hold at least one character',
    ],
  ])('%s', (_, change, message) => {
    expect(refusal(change).startsWith(prefix + message)).toBe(true);
  });

  test('nesting a hundred thousand deep, in one short sentence', () => {
    const deep = JSON.parse(`${'[{"type":'.repeat(100_000)}1${'}]'.repeat(100_000)}`);
    for (const part of ['model', 'normalizer', 'pre_tokenizer', 'decoder', 'extra']) {
      expect(refusal((json) => (json[part] = deep)).length).toBeLessThan(200);
    }
  });

  test('any part replaced by any JSON: read as the same, or refused', () => {
    const original = trainWordTokenizer(['ab c']).toJSON();
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(original)), fc.jsonValue(), (key, value) => {
        const json = { ...original, [key]: value };
        try {
          expect(tokenizerFromJSON(json).toJSON()).toEqual(json);
        } catch (error) {
          expect(error).toBeInstanceOf(TokenizerFormatError);
        }
      }),
    );
  });
});
