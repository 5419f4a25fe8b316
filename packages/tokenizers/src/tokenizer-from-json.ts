import { createTokenizer } from './create-tokenizer.js';
import { kinds } from './kinds/index.js';
import type { Kind } from './kinds/kind.js';
import { createNormaliser, NORMALISATIONS, type TextOptions } from './text/normaliser.js';
import { requireTokens } from './text/require-tokens.js';
import type { Tokenizer } from './tokenizer.js';
import { createVocabulary, SPECIALS, type Vocabulary } from './vocabulary.js';

/** A `tokenizer.json` that cannot be read; the message names the part. */
export class TokenizerFormatError extends Error {
  override readonly name = 'TokenizerFormatError';
}

/**
 * Reads the content of a `tokenizer.json` that this package wrote; it encodes as the saved tokenizer did.
 *
 * @param json the parsed file
 * @throws TokenizerFormatError for anything else, with the part that is not supported
 * @example
 * tokenizerFromJSON(JSON.parse(await readFile('tokenizer.json', 'utf8')));
 */
export function tokenizerFromJSON(json: unknown): Tokenizer {
  if (!isObject(json)) {
    throw new TokenizerFormatError(`A tokenizer.json must be a JSON object; received ${shorten(json)}.`);
  }
  const { model } = json;
  if (!isObject(model)) throw unsupported('model', 'an object', model);
  if (model.type !== 'WordLevel') throw unsupported('model.type', "'WordLevel'", model.type);

  const kind = kinds.find((candidate) => isEqual(candidate.preTokenizer, json.pre_tokenizer));
  if (!kind) throw unsupported('pre_tokenizer', 'the split into characters or words', json.pre_tokenizer);
  const options = textOptions(json.normalizer);
  const tokenizer = createTokenizer(kind, readVocabulary(kind, model.vocab), options);

  // Whatever is left must be as written, or the file would mean something else than it says here.
  requireEqual(json, tokenizer.toJSON(), '');
  return tokenizer;
}

function textOptions(normalizer: unknown): TextOptions {
  for (const normalise of NORMALISATIONS) {
    for (const lowercase of [false, true]) {
      const options = { normalise, lowercase };
      if (isEqual(createNormaliser(options).json, normalizer)) return options;
    }
  }
  const known = NORMALISATIONS.map((name) => `'${name}'`).join(', ');
  throw unsupported('normalizer', `one of ${known}, with or without lower case`, normalizer);
}

function readVocabulary(kind: Kind, vocab: unknown): Vocabulary {
  if (!isObject(vocab)) throw unsupported('model.vocab', 'an object of tokens and ids', vocab);
  const entries = Object.entries(vocab);
  const tokens: string[] = [];
  for (const [token, id] of entries) {
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) >= entries.length) {
      const wanted = `an integer from 0 to ${entries.length - 1}`;
      throw unsupported(`the id of ${shorten(token)} in model.vocab`, wanted, id);
    }
    if (tokens[id as number] !== undefined) {
      throw unsupported(`the id of ${shorten(token)} in model.vocab`, 'an id of its own', id);
    }
    tokens[id as number] = token;
  }
  for (const [id, special] of SPECIALS.entries()) {
    if (tokens[id] !== special) throw unsupported(`token ${id} of model.vocab`, special, tokens[id]);
  }
  const ordinary = tokens.slice(SPECIALS.length);
  try {
    requireTokens(kind, ordinary);
    return createVocabulary(ordinary);
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
    throw unsupported(path, expected === undefined ? 'nothing' : shorten(expected), received);
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, i) => isEqual(value, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isEqual(a[key], own(b, key)));
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unsupported(part: string, expected: string, received: unknown): TokenizerFormatError {
  return new TokenizerFormatError(
    `In tokenizer.json, ${part} is not supported: expected ${expected}, received ${shorten(received)}.`,
  );
}

/** A few words for any value, without walking through it: a hostile file may be deep or huge. */
function shorten(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isObject(value))
    return typeof value.type === 'string' ? `an object of type ${shorten(value.type)}` : 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
