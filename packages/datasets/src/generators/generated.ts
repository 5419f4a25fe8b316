import { checkValue, Generator, seed as seedRule, shown, wholeNumber } from '@rnnlab/shared';
import type { DatasetCard } from '../card.js';
import { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import type { LabeledImage } from '../images/image-dataset.js';
import { indexedSource } from '../stream/sources.js';

/**
 * An endless stream of examples that are made when they are read. Example i depends on the seed and i only, so a
 * position is a number, and resuming costs nothing.
 *
 * @param options - All options: with another one, a position is refused.
 * @param make - Makes an example of the random numbers it is given.
 */
export function generated<T, Options extends { readonly seed: number }>(
  card: DatasetCard,
  options: Options,
  make: (random: Generator) => T,
): DatasetStream<T> {
  const { seed } = options;
  checkValue('The seed', seed, seedRule, DatasetError);
  const chosen = Object.entries(options).map(([name, value]) => `${name} ${String(value)}`);
  const at = `${card.name}(${chosen.join('; ')})`;
  const source = indexedSource(at, Number.POSITIVE_INFINITY, (index) =>
    make(Generator.numbered(seed, index)),
  );
  return new DatasetStream(source, card);
}

/** Options of the generators of images. */
export interface RenderedOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
}

/** Longer sequences do not fit into memory. */
export const MAX_LENGTH = 1e8;

/** One length, or the shortest and the longest, all lengths between them being equally likely. */
export type LengthRange = number | readonly [min: number, max: number];

/**
 * The shortest and the longest length.
 *
 * @throws {DatasetError} Unless both are integers from `shortest` to 100 million, in order.
 */
export function lengthRange(length: LengthRange, shortest: number): readonly [min: number, max: number] {
  if (Array.isArray(length) && length.length !== 2) {
    throw new DatasetError(
      `The length must be one number or [shortest, longest], received ${shown(length)}.`,
    );
  }
  const [min, max]: readonly [number, number] = Array.isArray(length)
    ? (length as [number, number])
    : [length as number, length as number];
  checkValue('The length', min, wholeNumber(shortest, MAX_LENGTH), DatasetError);
  checkValue('The longest length', max, wholeNumber(shortest, MAX_LENGTH), DatasetError);
  if (min <= max) return [min, max];
  throw new DatasetError(`The lengths must be from the shortest to the longest, received ${min} to ${max}.`);
}

/** The first `count` images of a generator as columns. */
export function generatedImages(
  count: number,
  seed: number,
  size: number,
  make: (random: Generator) => LabeledImage,
): { readonly pixels: Uint8Array; readonly labels: Uint8Array } {
  checkValue('The number of images', count, wholeNumber(0, Math.floor(2 ** 32 / size)), DatasetError);
  checkValue('The seed', seed, seedRule, DatasetError);
  const pixels = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const image = make(Generator.numbered(seed, index));
    pixels.set(image.pixels, index * size);
    labels[index] = image.label;
  }
  return { pixels, labels };
}
