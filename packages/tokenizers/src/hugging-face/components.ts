import { unsupported } from '../errors.js';
import { SplitPreTokenizer } from './library.js';
import { type Check, component, fields, flag, list, oneOf, optional, pair, text, whole } from './schema.js';
import { isObject, own } from './tokenizer-json.js';

/** Longer than any pattern of a published file. */
const MAX_PATTERN_LENGTH = 20_000;
const MAX_REPETITIONS = 3;

/**
 * The pattern of a `Replace` or `Split`: `{ String }` or `{ Regex }`. A regular expression must be one that the library can translate, and
 * must not be able to take forever: no repeated group, and at most three unbounded repetitions in one alternative.
 */
const pattern: Check = (value, path, depth) => {
  if (isObject(value) && Object.hasOwn(value, 'String')) {
    fields({ String: text(MAX_PATTERN_LENGTH) })(value, path, depth);
    if (value.String === '') throw unsupported(`${path}.String`, 'at least one character', value.String);
    return;
  }
  fields({ Regex: text(MAX_PATTERN_LENGTH) })(value, path, depth);
  const regex = (value as { Regex: string }).Regex;
  const reason = reasonAgainst(regex);
  if (reason) throw unsupported(`${path}.Regex`, reason, regex);
  try {
    new SplitPreTokenizer({ type: 'Split', pattern: { Regex: regex }, behavior: 'Removed', invert: true });
  } catch {
    throw unsupported(`${path}.Regex`, 'a valid regular expression', regex);
  }
};

function reasonAgainst(regex: string): string | undefined {
  let repetitions = 0;
  let classes = 0;
  for (let i = 0; i < regex.length; i++) {
    const unit = regex[i];
    if (unit === '\\') {
      i++;
    } else if (unit === '[') {
      classes++;
      // A bracket that comes first is an ordinary character.
      if (regex[i + 1] === '^') i++;
      if (regex[i + 1] === ']') i++;
    } else if (unit === ']') {
      classes = Math.max(0, classes - 1);
    } else if (classes === 0) {
      if (unit === ')' && /[*+{]/.test(regex[i + 1] ?? '')) return 'no repeated group';
      if (unit === '|') repetitions = 0;
      if (unit === '*' || unit === '+' || unit === '{') repetitions++;
      if (repetitions > MAX_REPETITIONS) return `at most ${MAX_REPETITIONS} repetitions in one alternative`;
    }
  }
  return undefined;
}

const tokenText = text(100_000);
const unread: Check = () => {};

/** The fields of models. `vocab` and `merges` are read and checked together with the ids. */
const models: Record<string, Record<string, Check>> = {
  WordLevel: { vocab: unread, unk_token: tokenText },
  WordPiece: {
    vocab: unread,
    unk_token: tokenText,
    continuing_subword_prefix: text(100),
    // The time for a word is in the cube of its length.
    max_input_chars_per_word: optional(whole(1, 1000)),
  },
  BPE: {
    vocab: unread,
    merges: unread,
    dropout: optional(oneOf(0)),
    unk_token: optional(tokenText),
    continuing_subword_prefix: optional(oneOf('')),
    end_of_word_suffix: optional(text(100)),
    fuse_unk: optional(flag),
    byte_fallback: optional(flag),
    ignore_merges: optional(flag),
  },
};

/** Checks a model and returns its type; old files do not name a BPE model. */
export function checkModel(model: unknown): { type: string; model: Record<string, unknown> } {
  if (!isObject(model)) throw unsupported('model', 'an object', model);
  const written = own(model, 'type');
  const type = written ?? (Object.hasOwn(model, 'merges') ? 'BPE' : undefined);
  if (typeof type !== 'string' || !Object.hasOwn(models, type)) {
    throw unsupported('model.type', `one of ${Object.keys(models).join(', ')}`, written);
  }
  fields({ ...models[type], type: unread })(model, 'model', 0);
  return { type, model };
}

/** The maximum length of a replacement, which limits how much a step can lengthen a text. */
const MAX_CONTENT_LENGTH = 100;

export const normalizer: Check = component(() => normalizers);

const normalizers: Record<string, Record<string, Check>> = {
  NFC: {},
  NFD: {},
  NFKC: {},
  NFKD: {},
  Lowercase: {},
  StripAccents: {},
  Strip: { strip_left: flag, strip_right: flag },
  Replace: { pattern, content: text(MAX_CONTENT_LENGTH) },
  Prepend: { prepend: text(MAX_CONTENT_LENGTH) },
  BertNormalizer: {
    clean_text: optional(flag),
    handle_chinese_chars: optional(flag),
    strip_accents: optional(flag),
    lowercase: optional(flag),
  },
  Sequence: { normalizers: list(normalizer, 1000) },
};

/** The library knows no other behaviors of Split, and reads `invert` as "only the matches". */
const behavior = oneOf('Isolated', 'Removed');

export const preTokenizer: Check = (value, path, depth) => {
  component(() => preTokenizers)(value, path, depth);
  const { type, behavior, invert } = value as { type: string; behavior?: string; invert?: boolean };
  if (type === 'Split' && invert && behavior !== 'Removed') {
    throw unsupported(`${path}.behavior`, '"Removed", as invert is true', behavior);
  }
};

const metaspace: Record<string, Check> = {
  replacement: optional(text(1)),
  str_rep: optional(text(1)),
  prepend_scheme: optional(oneOf('always', 'first', 'never')),
  add_prefix_space: optional(oneOf(true)),
  split: optional(flag),
};

const byteLevel: Record<string, Check> = {
  add_prefix_space: optional(flag),
  trim_offsets: optional(flag),
  use_regex: optional(flag),
};

const preTokenizers: Record<string, Record<string, Check>> = {
  BertPreTokenizer: {},
  ByteLevel: byteLevel,
  Metaspace: metaspace,
  Split: { pattern, behavior, invert: optional(flag) },
  Digits: { individual_digits: optional(flag) },
  Punctuation: { behavior: optional(behavior) },
  Whitespace: {},
  WhitespaceSplit: {},
  Sequence: { pretokenizers: list(preTokenizer, 100) },
};

const MOST_IDS = 2 ** 31 - 1;
const tokenId = whole(0, MOST_IDS);
const tokenName = text(1000);
const type_id = optional(whole(0, 1000));

const isSequence = (item: unknown) => isObject(item) && Object.hasOwn(item, 'Sequence');

/** @param texts - The names of texts in it: A, and B for the second of a pair. */
const template =
  (...texts: string[]): Check =>
  (value, path, depth) => {
    const item: Check = (one, at) => {
      const known: Record<string, Check> = isSequence(one)
        ? { Sequence: fields({ id: oneOf(...texts), type_id }) }
        : { SpecialToken: fields({ id: tokenName, type_id }) };
      fields(known)(one, at, depth);
    };
    list(item, 16)(value, path, depth);
    if ((value as unknown[]).filter(isSequence).length === texts.length) return;
    throw unsupported(path, `each of ${texts.join(' and ')} once`, value);
  };

/** The special tokens of a template, with their ids. */
const templateTokens: Check = (value, path, depth) => {
  const token = fields({ id: tokenName, ids: list(tokenId, 1), tokens: list(tokenName, 1) });
  fields(isObject(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, token])) : {})(
    value,
    path,
    depth,
  );
};

export const postProcessor: Check = component(() => postProcessors);

const postProcessors: Record<string, Record<string, Check>> = {
  TemplateProcessing: {
    single: template('A'),
    pair: optional(template('A', 'B')),
    special_tokens: optional(templateTokens),
  },
  BertProcessing: { sep: pair(tokenName, tokenId), cls: pair(tokenName, tokenId) },
  RobertaProcessing: {
    sep: pair(tokenName, tokenId),
    cls: pair(tokenName, tokenId),
    trim_offsets: optional(flag),
    add_prefix_space: optional(flag),
  },
  ByteLevel: byteLevel,
  Sequence: { processors: list(postProcessor, 16) },
};

export const decoder: Check = component(() => decoders);

const decoders: Record<string, Record<string, Check>> = {
  ByteLevel: byteLevel,
  WordPiece: { prefix: text(100), cleanup: optional(flag) },
  Metaspace: metaspace,
  BPEDecoder: { suffix: text(100) },
  ByteFallback: {},
  Fuse: {},
  Replace: { pattern, content: text(100) },
  Strip: { content: text(1), start: whole(0, 1000), stop: whole(0, 1000) },
  Sequence: { decoders: list(decoder, 100) },
};
