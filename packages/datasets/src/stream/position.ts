import { DatasetError } from '../error.js';
import type { Json, StreamPosition } from './stream-source.js';

type Fields = Readonly<Record<string, Json>>;

/**
 * Reads a position that says in `at` which part of a pipeline it belongs to.
 *
 * @param at What this part is, options included: `'shuffle(seed 1, buffer 1000)'`.
 * @returns The position's fields; `undefined` without a position.
 * @throws DatasetError if it is the position of something else.
 */
export function readPosition<F extends Fields>(
  at: string,
  position: StreamPosition | undefined,
): F | undefined {
  if (position === undefined) return undefined;
  const found =
    position !== null && typeof position === 'object' && 'at' in position ? position.at : undefined;
  if (found === at) return position as F;
  const received =
    found === undefined ? shorten(JSON.stringify(position)) : `one of ${shorten(String(found))}`;
  throw new DatasetError(
    `This position is of another pipeline: expected one of ${at}, received ${received}.`,
  );
}

/**
 * A count that a position holds.
 *
 * @throws DatasetError unless it is an integer from 0 to `max`.
 */
export function countIn(
  at: string,
  name: string,
  value: Json | undefined,
  max = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? 'of 0 or more' : `from 0 to ${max}`;
  const received = value === undefined ? 'none' : shorten(JSON.stringify(value));
  throw new DatasetError(
    `A position of ${at} must have an integer ${range} as \`${name}\`, received ${received}.`,
  );
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
