// Makes test/fixtures: small tokenizer.json files in the styles of BERT, GPT-2 and Llama, from the text below.
// Run after a build: node scripts/make-fixtures.mjs && npm run format

import { mkdir, writeFile } from 'node:fs/promises';
import { trainBpeTokenizer } from '../dist/index.js';

const TEXT = `A tokenizer turns text into numbers, and numbers into text again. The network never sees a letter: it sees
ids. Most words are common, some are rare, and a few are unbelievably uncommon. Don't forget that they're written in
every way: UPPER CASE, lower case, CamelCase, snake_case, with 12 or 3,456 numbers, $7.89 prices and 50% signs.
The weather in Zürich was unseasonably warm; the café's crème brûlée wasn't. Ångström, naïve, façade, jalapeño.
Быстрая лиса прыгает через ленивую собаку. 我们喜欢学习语言。 今日は天気がいいですね。 한국어도 있어요.
The quick brown fox jumps over the lazy dog, and the lazy dog sleeps on. Training, trained, trainer, trains.
Networks learn; learning networks learned to learn. Reading reads the reader. Unreadable, unlearned, untrained.
def encode(text):\n    return [vocab[t] for t in split(text)]\n\n\tif x >= 10 and y != "z":  pass  # done\n`;

const added = (id, content, more = {}) => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
  ...more,
});
const words = TEXT.split(/\s+/).filter(Boolean);

/** Merges the most frequent pair of neighbors again and again; of equals the one that sorts first. */
function learn(pieces, rounds, join) {
  const merges = [];
  for (let round = 0; round < rounds; round++) {
    const counts = new Map();
    for (const piece of pieces) {
      for (let i = 0; i + 1 < piece.length; i++) {
        const key = `${piece[i]} ${piece[i + 1]}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0] ?? [];
    if (!best) break;
    const [left, right] = best.split(' ');
    merges.push([left, right]);
    for (const piece of pieces) {
      for (let i = 0; i + 1 < piece.length; i++) {
        if (piece[i] === left && piece[i + 1] === right) piece.splice(i, 2, join(left, right));
      }
    }
  }
  return merges;
}

function bert() {
  const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const plain = words.flatMap((word) => {
    const bare = word
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '');
    return bare.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu) ?? [];
  });
  const pieces = plain.map((word) =>
    [...word].map((character, i) => (i === 0 ? character : `##${character}`)),
  );
  const characters = new Set(pieces.flat());
  const join = (left, right) => left + right.replace(/^##/, '');
  const learnt = learn(pieces, 250, join).map(([left, right]) => join(left, right));
  const tokens = [...new Set([...specials, ...[...characters].sort(), ...learnt])];
  const around = (name, type_id) => [
    { Sequence: { id: name, type_id } },
    { SpecialToken: { id: '[SEP]', type_id } },
  ];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specials.map((content, id) => added(id, content)),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, ...around('A', 0)],
      pair: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, ...around('A', 0), ...around('B', 1)],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    },
  };
}

/** As GPT-2's file is: no padding, `<|endoftext|>` last, merges as texts, a model without a type. */
function gpt2() {
  const { model } = trainBpeTokenizer([TEXT], { vocabularySize: 500 }).toJSON();
  const tokens = Object.keys(model.vocab).filter((token) => token !== '[PAD]');
  tokens.sort((a, b) => model.vocab[a] - model.vocab[b]);
  tokens.push('<|endoftext|>');
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [added(tokens.length - 1, '<|endoftext|>')],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
    post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
    model: {
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: model.merges.map((pair) => pair.join(' ')),
    },
  };
}

/** As Llama 2's file is: SentencePiece's spaces, bytes for what is not in the vocabulary. */
function llama() {
  const specials = ['<unk>', '<s>', '</s>'];
  const bytes = Array.from({ length: 256 }, (_, b) => `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`);
  // Only Latin letters are learnt; the rest goes by bytes.
  const latin = words.filter((word) => /^[\x21-\x7e]+$/.test(word)).map((word) => [...`▁${word}`]);
  const characters = [...new Set(latin.flat())].sort();
  const merges = learn(latin, 300, (left, right) => left + right);
  const tokens = [...new Set([...specials, ...bytes, ...merges.map((pair) => pair.join('')), ...characters])];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specials.map((content, id) => added(id, content)),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '▁' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      pair: [
        { SpecialToken: { id: '<s>', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '<s>', type_id: 1 } },
        { Sequence: { id: 'B', type_id: 1 } },
      ],
      special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
    },
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<unk>',
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: true,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: merges.map((pair) => pair.join(' ')),
    },
  };
}

const folder = new URL('../test/fixtures/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, json] of Object.entries({ bert: bert(), 'gpt-2': gpt2(), llama: llama() })) {
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(json)}\n`);
}
