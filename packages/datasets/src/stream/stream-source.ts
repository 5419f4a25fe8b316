import { DatasetError } from '../error.js';

/** A value that JSON can hold without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The position of an iteration: any JSON value, which only the source that made it understands. Store it with
 * `JSON.stringify` and give it back after `JSON.parse`, in this process or another.
 */
export type StreamPosition = Json;

/** A stream that can be read from the start or from a position, any number of times. */
export interface StreamSource<T> {
  /**
   * Starts to read. Nothing needs to be opened before the first `next()`.
   *
   * @param position - What `position()` of a cursor of this source gave; without it, the start.
   * @throws {DatasetError} If the position is not one of this source.
   */
  open(position?: StreamPosition): StreamCursor<T>;
}

/** One reader of a {@link StreamSource}. It is asked for one example at a time. */
export interface StreamCursor<T> {
  /** Gives the next example. After the last one `done` is true, and stays so. */
  next(): Promise<IteratorResult<T, undefined>>;
  /**
   * Gives the next example if it is at hand without waiting; `undefined` if `next()` has to be called. Offer it where
   * examples come many at a time: a promise for each costs more than most examples.
   */
  nextNow?(): IteratorResult<T, undefined> | undefined;
  /**
   * The position of this cursor: `open()` with it gives exactly the examples that this cursor has not given yet. It is
   * called often, and never while a `next()` is pending, so it must be cheap.
   */
  position(): StreamPosition;
  /** Closes files and connections. Called once, possibly before the end and while `next()` is pending. */
  close(): Promise<void>;
}

/** The fields of a position, of which `at` says which part of a pipeline it belongs to. */
type Fields = Readonly<Record<string, Json>>;

/**
 * Reads a position that was made as `{ at, …fields }`.
 *
 * @param at - What this part of the pipeline is, options included: `'shuffle(seed 1, buffer 1000)'`.
 * @param names - The fields that it must have.
 * @returns `undefined` without a position.
 * @throws {DatasetError} If it is the position of something else, or a field is missing.
 */
export function readPosition<Name extends string>(
  at: string,
  position: StreamPosition | undefined,
  names: readonly Name[],
): Readonly<Record<Name, Json>> | undefined {
  if (position === undefined) return undefined;
  const fields: Fields =
    position !== null && typeof position === 'object' && !Array.isArray(position) ? (position as Fields) : {};
  if (fields.at !== at) {
    const received = fields.at === undefined ? shorten(JSON.stringify(position)) : `one of ${fields.at}`;
    throw new DatasetError(
      `This position is of another pipeline: expected one of ${at}, received ${received}.`,
    );
  }
  const missing = names.find((name) => fields[name] === undefined);
  if (missing !== undefined) {
    throw new DatasetError(
      `A position of ${at} must have \`${missing}\`, but has only ${Object.keys(fields).join(', ')}.`,
    );
  }
  return fields as Readonly<Record<Name, Json>>;
}

/**
 * A count that a position holds.
 *
 * @throws {DatasetError} Unless it is an integer from 0 to `max`.
 */
export function readCount(at: string, name: string, value: Json, max = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? 'of 0 or more' : `from 0 to ${max}`;
  throw new DatasetError(
    `A position of ${at} must have an integer ${range} as \`${name}\`, received ${shorten(JSON.stringify(value))}.`,
  );
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/**
 * A hash of what was done to a dataset so far, that differs wherever the choice or order of the examples
 * differs (up to chance: 1 in 4 billion). Functions of the user are not part of it.
 */
export type Fingerprint = string;

/**
 * @param step - Name and options of the method.
 * @param indices - The examples that the method selected.
 */
export function fingerprint(steps: Fingerprint, step: string, indices: ArrayLike<number> = []): Fingerprint {
  // FNV-1a, over whole indices instead of bytes.
  let hash = 0x811c9dc5;
  const text = `${steps} ${step}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  for (let i = 0; i < indices.length; i++) {
    // The rotation lets high bits reach low ones, which a product alone does not.
    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ indices[i]!, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
