import fc from 'fast-check';
import { expect, test } from 'vitest';
import bert from '../../test/fixtures/bert.json' with { type: 'json' };
import gpt2 from '../../test/fixtures/gpt-2.json' with { type: 'json' };
import llama from '../../test/fixtures/llama.json' with { type: 'json' };
import { TEXTS } from '../../test/texts.js';
import { trainBpeTokenizer } from '../bpe/bpe-tokenizer.js';
import { trainCharacterTokenizer } from '../character-tokenizer.js';
import { TokenizerFormatError } from '../errors.js';
import { CLEAN_TEXT } from '../text/normalizer.js';
import { trainWordTokenizer } from '../word-tokenizer.js';
import { tokenizerFromJSON } from './tokenizer-from-json.js';

// More with TOKENIZER_FUZZ, such as TOKENIZER_FUZZ=100000; other ones with TOKENIZER_FUZZ_SEED.
const COUNT = Number(process.env.TOKENIZER_FUZZ ?? 1500);
const SEED = Number(process.env.TOKENIZER_FUZZ_SEED ?? 1);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const around = { start: '[START]', end: '[END]' };
const files = [
  trainCharacterTokenizer(TEXTS, { normalize: 'nfd-ascii', ...around }).toJSON(),
  trainWordTokenizer(TEXTS, { keep: CLEAN_TEXT, lowercase: true }).toJSON(),
  trainBpeTokenizer(TEXTS, { vocabularySize: 300, pattern: 'gpt-4', ...around }).toJSON(),
  bert,
  gpt2,
  llama,
  // A file of many kinds of components.
  {
    added_tokens: [{ id: 4, content: '<x>', lstrip: true, normalized: true, special: false }],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFKC' },
        { type: 'Strip', strip_left: true, strip_right: false },
        { type: 'Replace', pattern: { Regex: ' {2,}|[^\\s\\p{L}]+x*' }, content: ' ' },
        { type: 'Prepend', prepend: 'a' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Whitespace' },
        { type: 'Digits', individual_digits: true },
        { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first' },
        { type: 'Split', pattern: { String: 'b' }, behavior: 'Isolated', invert: false },
      ],
    },
    post_processor: {
      type: 'Sequence',
      processors: [
        { type: 'ByteLevel', trim_offsets: true },
        {
          type: 'RobertaProcessing',
          sep: ['c', 2],
          cls: ['a', 0],
          trim_offsets: true,
          add_prefix_space: false,
        },
      ],
    },
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'BPEDecoder', suffix: '</w>' },
        { type: 'Strip', content: ' ', start: 1, stop: 1 },
      ],
    },
    model: {
      type: 'BPE',
      end_of_word_suffix: '',
      fuse_unk: true,
      unk_token: 'c',
      vocab: { a: 0, b: 1, c: 2, ab: 3 },
      merges: [['a', 'b']],
    },
  },
] as Json[];

/** Strings that files are made of, and that could do harm. */
const words = [...new Set(files.flatMap(strings))].filter((word) => word.length < 40);
const harmful = [
  '(a+)+$',
  '(a|a)*b',
  '[',
  '\\',
  '(?<',
  'a{9999999}',
  '__proto__',
  'constructor',
  '\ud800',
  '',
  ' ',
];
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(...words, ...harmful),
  fc.constantFrom<Json[]>(null, true, -1, 0.5, 1e9, 2 ** 53, 'x'.repeat(20_000), [], {}),
  fc.jsonValue() as fc.Arbitrary<Json>,
);
const change = fc.record({ place: fc.nat(), kind: fc.nat(4), value, other: fc.nat() });

function strings(json: Json): string[] {
  if (typeof json === 'string') return [json];
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, inner]) =>
    Array.isArray(json) ? strings(inner) : [key, ...strings(inner)],
  );
}

/** Every object and array, with the part of the file that is not the long lists of tokens three times as likely. */
function containers(json: Json, key = ''): { [key: string]: Json }[] {
  if (typeof json !== 'object' || json === null) return [];
  const self = json as { [key: string]: Json };
  const inner = Object.entries(self).flatMap(([name, one]) => containers(one, name));
  return key === 'merges' || key === 'vocab' ? [self] : [self, self, self, ...inner];
}

function mutate(file: Json, changes: { place: number; kind: number; value: Json; other: number }[]): Json {
  const json = structuredClone(file);
  for (const { place, kind, value, other } of changes) {
    const replacement = structuredClone(value);
    const all = containers(json);
    const target = all[place % all.length]!;
    const keys = Object.keys(target);
    const key = keys[other % Math.max(keys.length, 1)] ?? 'x';
    if (kind === 0 && !Array.isArray(target)) delete target[key];
    else if (kind === 1) target[key] = replacement;
    else if (kind === 2) target[Array.isArray(target) ? keys.length : 'extra'] = replacement;
    else if (kind === 3) target[key] = structuredClone(all[other % all.length]!);
    else if (Array.isArray(target)) target.reverse();
    else target[key] = target[keys[(other + 1) % Math.max(keys.length, 1)] ?? key] ?? null;
  }
  return json;
}

test(`of ${COUNT} mutated files, each is refused in one sentence that names the part, or works`, () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.nat(files.length - 1), fc.array(change, { minLength: 1, maxLength: 3 }), (k, changes) => {
      const json = mutate(files[k]!, changes);
      try {
        const tokenizer = tokenizerFromJSON(JSON.parse(JSON.stringify(json)));
        for (const text of TEXTS) {
          const ids = tokenizer.encode(text);
          expect(ids.every((id) => id >= 0 && id < tokenizer.vocabulary.size)).toBe(true);
          expect(tokenizer.decode(ids).length).toBeLessThan(1e6);
          expect(tokenizer.unknowns(text).length).toBeLessThan(1e5);
        }
      } catch (error) {
        if (!(error instanceof TokenizerFormatError)) throw error;
        expect(error.message).toMatch(/^(In tokenizer\.json, [^\n]+|A tokenizer\.json must be[^\n]+)\.$/);
        expect(error.message.length).toBeLessThan(600);
        refused++;
      }
    }),
    { numRuns: COUNT, seed: SEED },
  );
  // The files are mutated enough to be wrong, and little enough to be right.
  expect(refused).toBeGreaterThan(COUNT / 4);
  expect(refused).toBeLessThan(COUNT);
});
