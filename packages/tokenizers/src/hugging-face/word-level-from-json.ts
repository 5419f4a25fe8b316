import { characterUnit } from '../character-tokenizer.js';
import { shownPart, TokenizerFormatError, unsupported } from '../errors.js';
import { createSpecialTokens, type SpecialTokens } from '../special-tokens.js';
import { NORMALIZATIONS, textOptionsOf } from '../text/normalizer.js';
import { createTokenizer, type Tokenizer } from '../tokenizer.js';
import { createVocabulary, type Vocabulary } from '../vocabulary.js';
import { requireUnits, type TokenUnit, WORD_LEVEL_SPECIALS, wordLevelCodec } from '../word-level.js';
import { wordUnit } from '../word-tokenizer.js';
import { startAndEndOf } from './post-processor.js';
import { isEqual, isObject, own } from './tokenizer-json.js';

/**
 * Reads a character or word tokenizer that this package wrote. Every part must be as written here, or the native
 * encoding would differ from the file.
 *
 * @returns `undefined` when the file is of another type.
 * @throws {TokenizerFormatError} When it is of this type, with the part that is not as written.
 */
export function wordLevelFromJSON(json: Record<string, unknown>): Tokenizer | undefined {
  const { model, normalizer, pre_tokenizer } = json;
  const unit = units.find((candidate) => isEqual(candidate.preTokenizer, pre_tokenizer));
  if (!unit || !isObject(model) || model.type !== 'WordLevel') return undefined;
  const options = textOptionsOf(normalizer, isEqual);
  if (!options) {
    const known = NORMALIZATIONS.map((name) => `'${name}'`).join(', ');
    throw unsupported('normalizer', `one of ${known}, with or without keep and lower case`, normalizer);
  }
  const specials = readSpecials(json);
  const vocabulary = readVocabulary(unit, model.vocab, specials);
  const tokenizer = createTokenizer(wordLevelCodec(unit, vocabulary), specials, options);
  requireEqual(json, tokenizer.toJSON(), '');
  return tokenizer;
}

/** Reads the special tokens, which are checked afterwards with everything else. */
function readSpecials({ added_tokens, post_processor }: Record<string, unknown>): SpecialTokens {
  const { start, end } = startAndEndOf(post_processor);
  const options = { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
  const written = Array.isArray(added_tokens) ? added_tokens : [];
  const others = written
    .map((token: unknown) => (isObject(token) ? token.content : undefined))
    .filter((content) => typeof content === 'string')
    .filter((content) => ![...WORD_LEVEL_SPECIALS, start, end].includes(content));
  try {
    return createSpecialTokens({ ...options, specialTokens: others }, WORD_LEVEL_SPECIALS);
  } catch (error) {
    throw new TokenizerFormatError(`In tokenizer.json, added_tokens: ${(error as Error).message}`);
  }
}

function readVocabulary(unit: TokenUnit, vocab: unknown, specials: SpecialTokens): Vocabulary {
  if (!isObject(vocab)) throw unsupported('model.vocab', 'an object of tokens and ids', vocab);
  const entries = Object.entries(vocab);
  const tokens: string[] = [];
  for (const [token, id] of entries) {
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) >= entries.length) {
      const wanted = `an integer from 0 to ${entries.length - 1}`;
      throw unsupported(`the id of ${shownPart(token)} in model.vocab`, wanted, id);
    }
    if (tokens[id as number] !== undefined) {
      throw unsupported(`the id of ${shownPart(token)} in model.vocab`, 'an id of its own', id);
    }
    tokens[id as number] = token;
  }
  for (const [id, special] of specials.tokens.entries()) {
    if (tokens[id] !== special)
      throw unsupported(`token ${id} of model.vocab`, shownPart(special), tokens[id]);
  }
  const ordinary = tokens.slice(specials.tokens.length);
  try {
    requireUnits(unit, ordinary);
    return createVocabulary(specials.tokens, ordinary);
  } catch (error) {
    throw new TokenizerFormatError(`In tokenizer.json, model.vocab: ${(error as Error).message}`);
  }
}

function requireEqual(received: unknown, expected: unknown, path: string): void {
  if (isObject(received) && isObject(expected)) {
    for (const key of new Set([...Object.keys(received), ...Object.keys(expected)])) {
      const inner = path === '' ? key : `${path}.${key}`;
      requireEqual(own(received, key), own(expected, key), inner);
    }
  } else if (!isEqual(received, expected)) {
    throw unsupported(path, expected === undefined ? 'nothing' : shownPart(expected), received);
  }
}

/** The unit of every type of `WordLevel` tokenizer of this package. */
const units: readonly TokenUnit[] = [characterUnit, wordUnit];
