import { InferenceError, shorten } from '../error.js';

/** How much a classifier reads of a text, as in its training. */
export interface TextCard {
  /** Tokens that are read, the first ones; absent if all are. */
  maxTokens?: number | undefined;
  /** Whether shorter texts are filled up to `maxTokens` with padding that is read like text. Default false. */
  readPadding: boolean;
}

/** Reads the entry `text` of a file's metadata; one that is missing reads whole texts. @throws InferenceError if it is damaged */
export function readTextCard(value: unknown = {}): TextCard {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong('', 'an object', value);
  }
  const { maxTokens, readPadding = false } = value as Record<string, unknown>;
  if (maxTokens !== undefined && !(Number.isSafeInteger(maxTokens) && (maxTokens as number) >= 1)) {
    throw wrong('.maxTokens', 'a whole number of at least 1', maxTokens);
  }
  if (typeof readPadding !== 'boolean') throw wrong('.readPadding', 'true or false', readPadding);
  if (readPadding && maxTokens === undefined)
    throw wrong('.maxTokens', 'a number, as padding is read', maxTokens);
  return { maxTokens: maxTokens as number | undefined, readPadding };
}

const wrong = (key: string, expected: string, received: unknown): InferenceError =>
  new InferenceError(
    `\`text${key}\` in its metadata \`rnnlab\` must be ${expected}, received ${shorten(received)}`,
  );
