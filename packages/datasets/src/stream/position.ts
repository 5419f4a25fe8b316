import { DatasetError } from '../error.js';
import type { Json, StreamPosition } from './stream-source.js';

/** The fields of a position, of which `at` says which part of a pipeline it belongs to. */
type Fields = Readonly<Record<string, Json>>;

/**
 * Reads a position that was made as `{ at, …fields }`.
 *
 * @param at What this part of the pipeline is, options included: `'shuffle(seed 1, buffer 1000)'`.
 * @param names The fields that it must have.
 * @returns `undefined` without a position.
 * @throws DatasetError if it is the position of something else, or a field is missing.
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
 * @throws DatasetError unless it is an integer from 0 to `max`.
 */
export function countIn(at: string, name: string, value: Json, max = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? 'of 0 or more' : `from 0 to ${max}`;
  throw new DatasetError(
    `A position of ${at} must have an integer ${range} as \`${name}\`, received ${shorten(JSON.stringify(value))}.`,
  );
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
