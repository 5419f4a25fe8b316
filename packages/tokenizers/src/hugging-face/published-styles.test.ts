import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import bert from '../../test/fixtures/bert.json' with { type: 'json' };
import gpt2 from '../../test/fixtures/gpt-2.json' with { type: 'json' };
import llama from '../../test/fixtures/llama.json' with { type: 'json' };
import { anyText, TEXTS } from '../../test/texts.js';
import { trainBpeTokenizer } from '../bpe/bpe-tokenizer.js';
import { Tokenizer as Reference } from './library.js';
import { tokenizerFromJSON } from './tokenizer-from-json.js';

const PROSE = [
  'The quick brown fox jumps over the lazy dog.',
  "Don't they're  untrained networks?\n\tUNREADABLE café, Zürich 3,456!",
  ' leading and trailing ',
];

const { model, ...rest } = trainBpeTokenizer([...TEXTS, ...PROSE], {
  pattern: 'gpt-4',
  start: '<s>',
}).toJSON();
/** Words that are tokens stay whole, here also one that no merge makes. */
const llama3 = {
  ...rest,
  post_processor: { type: 'Sequence', processors: [{ type: 'ByteLevel' }, rest.post_processor] },
  model: {
    ...model,
    ignore_merges: true,
    vocab: { ...model.vocab, Ġlazy: Object.keys(model.vocab).length },
    merges: (model.merges as string[][]).filter((pair) => !pair.join('').startsWith('Ġl')),
  },
};

describe.each([
  ['BERT', bert],
  ['GPT-2', gpt2],
  ['Llama', llama],
  ['Llama 3', llama3],
])('a file in the style of %s', (_, json) => {
  const ours = tokenizerFromJSON(json);
  const theirs = new Reference(json, { clean_up_tokenization_spaces: false });
  const texts = [...TEXTS, ...PROSE];

  test('encodes and decodes as @huggingface/tokenizers', () => {
    for (const text of texts) {
      const { ids } = theirs.encode(text);
      expect([...ours.encode(text)]).toEqual(ids);
      const shown = ids.filter((id) => ![ours.padId, ours.startId, ours.endId].includes(id));
      if (shown.length > 0) expect(ours.decode(ids)).toBe(theirs.decode(shown));
    }
  });

  test('encodes and decodes random Unicode as @huggingface/tokenizers', () => {
    fc.assert(
      fc.property(anyText(ours.vocabulary.specials), (text) => {
        const { ids } = theirs.encode(text);
        expect([...ours.encode(text)]).toEqual(ids);
        const shown = ids.filter((id) => ![ours.padId, ours.startId, ours.endId].includes(id));
        if (shown.length > 0) expect(ours.decode(ids)).toBe(theirs.decode(shown));
      }),
      { numRuns: 300 },
    );
  });

  test('has its vocabulary, and is saved as it was', () => {
    for (const [token, id] of Object.entries(json.model.vocab)) {
      expect(ours.vocabulary.id(token)).toBe(id);
      expect(ours.vocabulary.token(id)).toBe(token);
    }
    expect(ours.vocabulary.size).toBe(Object.keys(json.model.vocab).length);
    expect(ours.toJSON()).toEqual(json);
    expect(ours.vocabulary.specials).toEqual(json.added_tokens.map(({ content }) => content));
  });

  test('refuses what is not a text or not an id', () => {
    expect(() => ours.encode(3 as never)).toThrow('A tokenizer takes a string, received number.');
    expect(() => ours.decode([1e6])).toThrow('There is no token of id 1000000');
    expect(ours.decode([])).toBe('');
  });
});

describe('special ids and unknowns', () => {
  test('BERT', () => {
    const tokenizer = tokenizerFromJSON(bert);
    expect(tokenizer).toMatchObject({ padId: 0, unknownId: 1, startId: 2, endId: 3 });
    expect(tokenizer.decode(tokenizer.encode('The networks learned'))).toBe('the networks learned');
    expect(tokenizer.unknowns('the ☃ network [MASK] 🜁☃ ☃')).toEqual(['☃', '🜁☃']);
  });

  test('GPT-2: no padding and no unknowns, unless the configuration names a token', () => {
    const tokenizer = tokenizerFromJSON(gpt2);
    expect(tokenizer).toMatchObject({ padId: undefined, unknownId: undefined, startId: undefined });
    expect(tokenizer.unknowns('🜁')).toEqual([]);
    const end = gpt2.added_tokens[0]!.id;
    expect(tokenizerFromJSON(gpt2, { pad_token: { content: '<|endoftext|>' } }).padId).toBe(end);
    expect([...tokenizer.encode('a<|endoftext|>')].at(-1)).toBe(end);
  });

  test('Llama: characters outside the vocabulary go by bytes', () => {
    const tokenizer = tokenizerFromJSON(llama);
    expect(tokenizer).toMatchObject({ padId: undefined, unknownId: 0, startId: 1, endId: undefined });
    expect(tokenizer.unknowns('🜁')).toEqual([]);
    expect(tokenizer.decode(tokenizer.encode('Reading 🜁 learns 王'))).toBe('Reading 🜁 learns 王');
  });
});

test('without byte fallback, the characters of a BPE file that it does not have are unknown', () => {
  const json = { ...llama, model: { ...llama.model, byte_fallback: false } };
  expect(tokenizerFromJSON(json).unknowns('a 🜁 b王🜁')).toEqual(['🜁', '王']);
});

test('the configuration can ask for spaces before punctuation to be removed', () => {
  const ids = tokenizerFromJSON(gpt2).encode("it is n't so .");
  expect(tokenizerFromJSON(gpt2).decode(ids)).toBe("it is n't so .");
  const cleaning = tokenizerFromJSON(gpt2, { clean_up_tokenization_spaces: true });
  expect(cleaning.encode("it is n't so .")).toEqual(ids);
  expect(cleaning.decode(ids)).toBe("it isn't so.");
  expect(() => tokenizerFromJSON(gpt2, 'x')).toThrow(
    'A tokenizer_config.json must be a JSON object, received "x".',
  );
});

describe('pre-tokenizers that the library has for ASCII only', () => {
  const words = (pre_tokenizer: object, text: string) => {
    const vocab = Object.fromEntries(['[UNK]', 'é', 'x1', '.'].map((token, id) => [token, id]));
    const model = { type: 'WordLevel', vocab, unk_token: '[UNK]' };
    return tokenizerFromJSON({ added_tokens: [], pre_tokenizer, model }).unknowns(text);
  };

  test.each([
    [{ type: 'Whitespace' }, 'Zoë, häagen!? é', ['Zoë', ',', 'häagen', '!?']],
    [{ type: 'Digits', individual_digits: true }, 'a٣٤b', ['a', '٣', '٤', 'b']],
    [{ type: 'Digits' }, 'a٣٤b', ['a', '٣٤', 'b']],
    [{ type: 'Punctuation' }, 'a«»$b', ['a', '«', '»', '$', 'b']],
    [{ type: 'Punctuation', behavior: 'Removed' }, 'a«b', ['a', 'b']],
    [
      { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Digits' }] },
      'ab٣ c',
      ['ab', '٣', 'c'],
    ],
  ])('%j', (preTokenizer, text, expected) => {
    expect(words(preTokenizer, text)).toEqual(expected);
  });
});
