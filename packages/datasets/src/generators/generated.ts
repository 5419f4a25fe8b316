import type { DatasetCard } from '../card.js';
import { DatasetError, requireInteger } from '../error.js';
import { Random, requireSeed } from '../random.js';
import { DatasetStream } from '../stream/dataset-stream.js';
import { indexedSource } from '../stream/indexed-source.js';

/**
 * An endless stream of examples that are made when they are read. Example i depends on the seed and i only, so a
 * position is a number, and resuming costs nothing.
 *
 * @param options All options: with another one, a position is refused.
 * @param make Makes an example of the random numbers it is given.
 */
export function generated<T, Options extends { readonly seed: number }>(
  card: DatasetCard,
  options: Options,
  make: (random: Random) => T,
): DatasetStream<T> {
  const { seed } = options;
  requireSeed(seed);
  const chosen = Object.entries(options).map(([name, value]) => `${name} ${String(value)}`);
  const at = `${card.name}(${chosen.join('; ')})`;
  const source = indexedSource(at, Number.POSITIVE_INFINITY, (index) => make(new Random(seed, index)));
  return new DatasetStream(source, card);
}

/** One length, or the shortest and the longest, all lengths between them being equally likely. */
export type LengthRange = number | readonly [min: number, max: number];

/**
 * The shortest and the longest length.
 *
 * @throws DatasetError unless both are integers of `least` or more, in order.
 */
export function lengthRange(length: LengthRange, least: number): readonly [min: number, max: number] {
  const [min, max] = typeof length === 'number' ? [length, length] : length;
  requireInteger('The length', min, least);
  requireInteger('The longest length', max, least);
  if (min <= max) return [min, max];
  throw new DatasetError(`The lengths must be from the shortest to the longest, not from ${min} to ${max}.`);
}
