import { shownPart, unsupported } from '../errors.js';
import { type Vocabulary, vocabularyOf } from '../vocabulary.js';
import { checkModel, decoder, normalizer, postProcessor, preTokenizer } from './components.js';
import { type Check, fields, flag, join, list, oneOf, optional, text, whole } from './schema.js';
import { type AddedToken, isObject, own, type TokenizerJSON } from './tokenizer-json.js';

/** A `tokenizer.json` with every part checked. */
export interface CheckedFile {
  /** The file as it was received. */
  readonly json: Record<string, unknown>;
  readonly type: string;
  readonly model: Record<string, unknown>;
  readonly vocabulary: Vocabulary;
  readonly added: readonly AddedToken[];
  /** The merges of a BPE model. */
  readonly merges: readonly [left: string, right: string][];
}

const unread: Check = () => {};

const parts = fields({
  version: optional(text(100)),
  truncation: unread,
  padding: unread,
  added_tokens: unread,
  normalizer: optional(normalizer),
  pre_tokenizer: optional(preTokenizer),
  post_processor: optional(postProcessor),
  decoder: optional(decoder),
  model: unread,
});

/**
 * Checks every part of a file.
 *
 * @throws {TokenizerFormatError} When a part is not supported, with its path.
 */
export function checkFile(json: Record<string, unknown>): CheckedFile {
  const { type, model } = checkModel(json.model);
  parts(json, '', 0);
  const added = readAddedTokens(json.added_tokens);
  const vocabulary = readVocabulary(model.vocab, added);
  const merges = type === 'BPE' ? readMerges(model.merges, vocabulary) : [];
  const unknown = model.unk_token;
  if (typeof unknown === 'string' && !vocabulary.has(unknown)) {
    throw unsupported('model.unk_token', 'a token of model.vocab', unknown);
  }
  checkTokens(json.post_processor, 'post_processor', vocabulary);
  return { json, type, model, vocabulary, added, merges };
}

/** Checks that the tokens of a post-processor are in the vocabulary, with the same ids. */
function checkTokens(processor: unknown, path: string, vocabulary: Vocabulary): void {
  if (!isObject(processor)) return;
  const check = (name: string, id: unknown, where: string) => {
    const known = vocabulary.id(name);
    if (known === undefined) throw unsupported(where, 'a token of the vocabulary', name);
    if (id !== undefined && id !== known)
      throw unsupported(where, `the id ${known} of ${shownPart(name)}`, id);
  };
  for (const key of ['sep', 'cls'] as const) {
    const pair = own(processor, key) as [string, number] | undefined;
    if (pair) check(pair[0], pair[1], `${path}.${key}`);
  }
  const named = (own(processor, 'special_tokens') ?? {}) as Record<string, { ids: number[] }>;
  for (const side of ['single', 'pair'] as const) {
    const items = (own(processor, side) ?? []) as { SpecialToken?: { id: string } }[];
    for (const [i, { SpecialToken: token }] of items.entries()) {
      if (!token) continue;
      const written = Object.hasOwn(named, token.id) ? named[token.id] : undefined;
      check(token.id, written?.ids[0], `${path}.${side}[${i}].SpecialToken.id`);
    }
  }
  const inner = (own(processor, 'processors') ?? []) as unknown[];
  for (const [i, one] of inner.entries()) checkTokens(one, `${path}.processors[${i}]`, vocabulary);
}

/** Makes the `toJSON` of a file from elsewhere: it returns the file itself, as a new object each time. */
export function copyOf(json: Record<string, unknown>): () => TokenizerJSON {
  const text = JSON.stringify(json);
  return () => JSON.parse(text);
}

/** The limit of ids: more unused ids would make a short file fill the memory. */
const maxId = (tokens: number) => 2 * tokens + 1000;

const addedToken = fields({
  id: whole(0, 2 ** 31 - 1),
  content: text(100_000),
  // The library takes tokens within words for whole ones.
  single_word: optional(oneOf(false)),
  lstrip: optional(flag),
  rstrip: optional(flag),
  normalized: optional(flag),
  special: optional(flag),
});

/** Checks the added tokens. A file without any may omit the part. */
function readAddedTokens(added: unknown): AddedToken[] {
  list(addedToken, 1_000_000)(added ?? [], 'added_tokens', 0);
  return ((added ?? []) as Partial<AddedToken>[]).map((token, i) => {
    if (token.content === '') throw unsupported(`added_tokens[${i}].content`, 'at least one character', '');
    const special = token.special ?? false;
    return {
      id: token.id!,
      content: token.content!,
      single_word: false,
      lstrip: token.lstrip ?? false,
      rstrip: token.rstrip ?? false,
      normalized: token.normalized ?? !special,
      special,
    };
  });
}

/** Checks the vocabulary of a model and adds the added tokens; every token and every id must be unique. */
function readVocabulary(vocab: unknown, added: readonly AddedToken[]): Vocabulary {
  if (!isObject(vocab)) throw unsupported('model.vocab', 'an object of tokens and ids', vocab);
  const entries = Object.entries(vocab);
  const most = maxId(entries.length + added.length);
  const ids = new Map<string, number>();
  const tokens = new Map<number, string>();
  for (const [token, id] of entries) {
    const path = () => join('model.vocab', token);
    if (token === '') throw unsupported(path(), 'no empty token', id);
    whole(0, most)(id, 'an id in model.vocab', 0);
    if (tokens.has(id as number)) throw unsupported(path(), 'an id of its own', id);
    ids.set(token, id as number);
    tokens.set(id as number, token);
  }
  for (const [i, { id, content }] of added.entries()) {
    whole(0, most)(id, `added_tokens[${i}].id`, 0);
    if ((ids.get(content) ?? id) !== id) {
      throw unsupported(`added_tokens[${i}].id`, `${ids.get(content)}, as elsewhere in the file`, id);
    }
    if ((tokens.get(id) ?? content) !== content)
      throw unsupported(`added_tokens[${i}].id`, 'an id of its own', id);
    ids.set(content, id);
    tokens.set(id, content);
  }
  if (ids.size === 0) throw unsupported('model.vocab', 'at least one token', vocab);
  const size = [...tokens.keys()].reduce((highest, id) => Math.max(highest, id), 0) + 1;
  const all = Array.from({ length: size }, (_, id) => tokens.get(id) ?? '');
  const specials = added.filter(({ special }) => special).sort((a, b) => a.id - b.id);
  return vocabularyOf(all, ids, [...new Set(specials.map(({ content }) => content))]);
}

/** Checks the merges of a BPE model, and reads them as pairs; each must be of tokens of the vocabulary, and make one. */
function readMerges(merges: unknown, vocabulary: Vocabulary): [left: string, right: string][] {
  if (!Array.isArray(merges)) throw unsupported('model.merges', 'an array', merges);
  const seen = new Set<string>();
  return merges.map((merge: unknown, rank) => {
    const path = `model.merges[${rank}]`;
    const parts: unknown = typeof merge === 'string' ? merge.split(' ') : merge;
    if (!Array.isArray(parts) || parts.length !== 2) throw unsupported(path, 'a pair of tokens', merge);
    const [left, right] = parts as [unknown, unknown];
    if (typeof left !== 'string' || typeof right !== 'string')
      throw unsupported(path, 'a pair of tokens', merge);
    for (const token of [left, right, left + right]) {
      if (!vocabulary.has(token)) throw unsupported(path, 'tokens of model.vocab', token);
    }
    const key = JSON.stringify([left, right]);
    if (seen.has(key)) throw unsupported(path, 'each merge once', key);
    seen.add(key);
    return [left, right];
  });
}
