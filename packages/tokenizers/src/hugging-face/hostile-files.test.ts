import { describe, expect, test } from 'vitest';
import bert from '../../test/fixtures/bert.json' with { type: 'json' };
import gpt2 from '../../test/fixtures/gpt-2.json' with { type: 'json' };
import llama from '../../test/fixtures/llama.json' with { type: 'json' };
import { TokenizerFormatError } from '../errors.js';
import { tokenizerFromJSON } from './tokenizer-from-json.js';

const files = { bert, gpt2, llama };

// biome-ignore lint/suspicious/noExplicitAny: the changes make files that no type describes
type Change = (json: any) => unknown;

function refusal(name: keyof typeof files, change: Change): string {
  const json = structuredClone(files[name]);
  change(json);
  try {
    tokenizerFromJSON(json);
  } catch (error) {
    expect(error).toBeInstanceOf(TokenizerFormatError);
    return (error as Error).message;
  }
  throw new Error('It was accepted.');
}

describe('what is refused, with its path', () => {
  test.each<[keyof typeof files, Change, string]>([
    [
      'bert',
      (j) => (j.model.type = 'Unigram'),
      'model.type is not supported: expected one of WordLevel, WordPiece, BPE',
    ],
    [
      'bert',
      (j) => (j.model.max_input_chars_per_word = 1e9),
      'model.max_input_chars_per_word is not supported',
    ],
    [
      'bert',
      (j) => (j.model.unk_token = '<none>'),
      'model.unk_token is not supported: expected a token of model.vocab',
    ],
    ['bert', (j) => (j.model.extra = 1), 'model.extra is not supported: expected nothing, received 1.'],
    ['bert', (j) => (j.model.vocab.the = 1), 'model.vocab.the is not supported: expected an id of its own'],
    ['bert', (j) => (j.model.vocab.the = 2 ** 40), 'an id in model.vocab is not supported'],
    ['bert', (j) => (j.added_tokens[2].id = 77), 'added_tokens[2].id is not supported: expected 2'],
    ['bert', (j) => (j.added_tokens[2].single_word = true), 'added_tokens[2].single_word is not supported'],
    ['bert', (j) => (j.added_tokens[2].content = ''), 'added_tokens[2].content is not supported'],
    [
      'bert',
      (j) => (j.normalizer.lowercase = 1),
      'normalizer.lowercase is not supported: expected true or false',
    ],
    ['bert', (j) => (j.pre_tokenizer.type = '__proto__'), 'pre_tokenizer.type is not supported'],
    [
      'bert',
      (j) => (j.decoder.prefix = null),
      'decoder.prefix is not supported: expected a string, received null.',
    ],
    [
      'bert',
      (j) => (j.post_processor.single[0].SpecialToken.id = 'none'),
      'post_processor.single[0].SpecialToken.id',
    ],
    [
      'bert',
      (j) => (j.post_processor.special_tokens['[CLS]'].ids = [9]),
      'post_processor.single[0].SpecialToken.id',
    ],
    ['bert', (j) => (j.post_processor.single[1].Sequence.id = 'B'), 'post_processor.single[1].Sequence.id'],
    [
      'gpt2',
      (j) => (j.model.merges[3] = 'no-such-token x'),
      'model.merges[3] is not supported: expected tokens of',
    ],
    [
      'gpt2',
      (j) => (j.model.merges[3] = 'a b c'),
      'model.merges[3] is not supported: expected a pair of tokens',
    ],
    [
      'gpt2',
      (j) => (j.model.merges[3] = j.model.merges[2]),
      'model.merges[3] is not supported: expected each merge once',
    ],
    ['gpt2', (j) => (j.model.dropout = 0.1), 'model.dropout is not supported: expected 0, received 0.1.'],
    ['llama', (j) => (j.normalizer.normalizers[1].pattern = {}), 'normalizer.normalizers[1].pattern.Regex'],
    [
      'llama',
      (j) => (j.normalizer.normalizers[1].content = 'x'.repeat(101)),
      'normalizer.normalizers[1].content',
    ],
    ['llama', (j) => (j.decoder.decoders[3].start = 1e9), 'decoder.decoders[3].start'],
    [
      'llama',
      (j) => (j.model.vocab = {}),
      'model.merges[0] is not supported: expected tokens of model.vocab',
    ],
  ])('%s, %s', (name, change, message) => {
    expect(refusal(name, change).startsWith(`In tokenizer.json, ${message}`)).toBe(true);
    expect(refusal(name, change)).toMatch(/^[^\n]{1,300}\.$/);
  });
});

describe('patterns that could take forever', () => {
  test.each([
    ['(a+)+$', 'no repeated group'],
    ['(a|aa)*b', 'no repeated group'],
    ['(?:a|a){50}', 'no repeated group'],
    ['a*a*a*a*b', 'at most 3 repetitions in one alternative'],
    ['[a', 'a valid regular expression'],
    ['(?<=', 'a valid regular expression'],
  ])('%s', (Regex, reason) => {
    const message = refusal('gpt2', (json) => {
      json.pre_tokenizer = { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false };
    });
    expect(message).toContain(`pre_tokenizer.pattern.Regex is not supported: expected ${reason}`);
  });

  test.each([
    // Those of published files: GPT-4, Qwen, DeepSeek, CLIP, BLOOM.
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t)?|\\p{N}{1,3}",
    '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*',
    "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
    ' ?[^(\\s|[.,!?…。，、।۔،])]+',
  ])('%s is fine', (Regex) => {
    const json = {
      ...gpt2,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false },
          { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
        ],
      },
    };
    const tokenizer = tokenizerFromJSON(json);
    expect(tokenizer.decode(tokenizer.encode("It's 2024, isn't it?\n"))).toBe("It's 2024, isn't it?\n");
  });
});

describe('files that would fill the memory or the stack', () => {
  const nested = (key: string, type: string, depth: number) => {
    let json: object = { type: 'NFC' };
    for (let i = 0; i < depth; i++) json = { type, [key]: [json] };
    return json;
  };

  test('components in each other', () => {
    for (const depth of [20, 20_000]) {
      const message = refusal('llama', (j) => (j.normalizer = nested('normalizers', 'Sequence', depth)));
      expect(message).toContain('expected at most 8 components in each other');
      refusal('llama', (j) => (j.pre_tokenizer = nested('pretokenizers', 'Sequence', depth)));
      refusal('llama', (j) => (j.decoder = nested('decoders', 'Sequence', depth)));
      refusal('llama', (j) => (j.post_processor = nested('processors', 'Sequence', depth)));
    }
  });

  test('replacements that double a text forty times are stopped when they are used', () => {
    const twice = { type: 'Replace', pattern: { String: 'a' }, content: 'aa' };
    const json = { ...llama, normalizer: { type: 'Sequence', normalizers: new Array(40).fill(twice) } };
    const tokenizer = tokenizerFromJSON(json);
    expect(() => tokenizer.encode('aaaa')).toThrow(
      'In tokenizer.json, normalizer makes a text of 4 characters longer than 10128, which is not supported.',
    );
    expect(tokenizer.decode(tokenizer.encode('lesson'))).toBe('lesson');
  });

  test('ids far apart', () => {
    expect(
      refusal('bert', (j) => (j.added_tokens[0] = { id: 2 ** 30, content: 'far', special: true })),
    ).toContain('added_tokens[0].id is not supported: expected an integer from 0 to');
  });
});

test('ids may leave places out, which have no token', () => {
  const json = { ...gpt2, added_tokens: [{ id: 600, content: '<|far|>', special: true }] };
  const tokenizer = tokenizerFromJSON(json);
  expect(tokenizer.vocabulary.size).toBe(601);
  expect([...tokenizer.encode('<|far|>')]).toEqual([600]);
  expect(tokenizer.decode([600])).toBe('<|far|>');
  expect(() => tokenizer.decode([599])).toThrow('There is no token of id 599');
});
