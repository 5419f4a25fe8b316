import { shownPart, unsupported } from '../format-error.js';
import { isObject, own } from '../json-value.js';
import type { AddedToken } from '../tokenizer-json.js';
import type { Vocabulary } from '../vocabulary.js';
import { type Check, fields, optional, text } from './check/check.js';
import { decoder } from './check/decoders.js';
import { checkModel } from './check/models.js';
import { normalizer } from './check/normalizers.js';
import { postProcessor } from './check/post-processors.js';
import { preTokenizer } from './check/pre-tokenizers.js';
import { readAddedTokens, readMerges, readVocabulary } from './file-vocabulary.js';

/** A `tokenizer.json` of which every part is known to be right. */
export interface CheckedFile {
  /** The file as it came. */
  readonly json: Record<string, unknown>;
  readonly type: string;
  readonly model: Record<string, unknown>;
  readonly vocabulary: Vocabulary;
  readonly added: readonly AddedToken[];
  /** Of a BPE model. */
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

/** Checks every part of a file. @throws TokenizerFormatError with the path of what is not supported */
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

/** The tokens that a post-processor adds must be there, under the ids it says. */
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
