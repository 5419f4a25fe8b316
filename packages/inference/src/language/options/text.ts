import { InferenceError, shorten } from '../../error.js';

/** How a text begins and where it ends. */
export interface TextOptions {
  /** What the text begins with; it is not a part of what is generated. Nothing by default. */
  prime?: string | undefined;
  /** What the text is to be, one of the model's `conditions`. */
  condition?: string | undefined;
  /** Tokens to generate at most; 1,000 by default. A model of texts that end may end one before. */
  maxTokens?: number | undefined;
  /** Ends the work: the call throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** @throws InferenceError for anything but a whole number of at least 1 */
export function wholeNumber(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InferenceError(
    `Option ${name} must be a whole number of at least 1, received ${shorten(value)}.`,
  );
}

/** @throws InferenceError for an empty string, or something else than strings */
export function stopsOf(stop: string | readonly string[] = []): readonly string[] {
  const stops: readonly unknown[] = Array.isArray(stop) ? stop : [stop];
  if (stops.every((one) => typeof one === 'string' && one !== '')) return stops as string[];
  const bad = stops.find((one) => typeof one !== 'string' || one === '');
  throw new InferenceError(
    `Option stop must be a string of at least one character, or several, received ${shorten(bad)}.`,
  );
}

/** @throws InferenceError for a seed that is no whole number */
export function seedOf(seed = Math.floor(Math.random() * 2 ** 31)): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw new InferenceError(`Option seed must be a whole number, received ${shorten(seed)}.`);
}
