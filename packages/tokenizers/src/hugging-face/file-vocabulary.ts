import { unsupported } from '../format-error.js';
import { isObject } from '../json-value.js';
import type { AddedToken } from '../tokenizer-json.js';
import { type Vocabulary, vocabularyOf } from '../vocabulary.js';
import { fields, flag, join, list, oneOf, optional, text, whole } from './check/check.js';

/** Places without a token beyond this share would make a short file fill the memory. */
const mostIds = (tokens: number) => 2 * tokens + 1000;

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

/** Checks the tokens that a text can spell out. A file without any may leave the part out. */
export function readAddedTokens(added: unknown): AddedToken[] {
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

/** The vocabulary of a model together with the added tokens, in which every token and every id is there once. */
export function readVocabulary(vocab: unknown, added: readonly AddedToken[]): Vocabulary {
  if (!isObject(vocab)) throw unsupported('model.vocab', 'an object of tokens and ids', vocab);
  const entries = Object.entries(vocab);
  const most = mostIds(entries.length + added.length);
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

/** The merges of a BPE model as pairs; each must be made of tokens of the vocabulary, and make one. */
export function readMerges(merges: unknown, vocabulary: Vocabulary): [left: string, right: string][] {
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
