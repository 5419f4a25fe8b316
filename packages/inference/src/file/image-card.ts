import { InferenceError, shorten } from '../error.js';

/** The images that a model reads, and what is done to their pixels before. */
export interface ImageCard {
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** What a pixel, 0 to 255, is multiplied by first. Default 1 / 255. */
  readonly scale: number;
  /** What is taken off each channel then. Default zeros. */
  readonly mean: readonly number[];
  /** What each channel is divided by at last. Default ones. */
  readonly deviation: readonly number[];
}

/** Numbers of an image at most: a damaged size must not fill the memory. */
const MOST = 2 ** 26;

/** Reads the entry `image` of a file's metadata. @throws InferenceError if it is damaged */
export function readImageCard(value: unknown): ImageCard {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('', 'an object', value);
  const { channels, height, width, scale = 1 / 255, ...rest } = value as Record<string, unknown>;
  for (const [key, size] of Object.entries({ channels, height, width })) {
    if (!Number.isSafeInteger(size) || (size as number) < 1) throw wrong(key, 'a size of at least 1', size);
  }
  const sizes = { channels, height, width } as { channels: number; height: number; width: number };
  if (sizes.channels * sizes.height * sizes.width > MOST) {
    throw wrong('', `an image of at most ${MOST} numbers`, `${channels} × ${height} × ${width}`);
  }
  if (!isPositive(scale)) throw wrong('scale', 'a number above 0', scale);
  const { mean = Array(sizes.channels).fill(0), deviation = Array(sizes.channels).fill(1) } = rest;
  const perChannel = `a list of ${sizes.channels}`;
  if (!isList(mean, sizes.channels, Number.isFinite)) throw wrong('mean', `${perChannel} numbers`, mean);
  if (!isList(deviation, sizes.channels, isPositive)) {
    throw wrong('deviation', `${perChannel} numbers above 0`, deviation);
  }
  return Object.freeze({ ...sizes, scale, mean, deviation });
}

const isPositive = (value: unknown): value is number => Number.isFinite(value) && (value as number) > 0;

const isList = (value: unknown, length: number, accepts: (entry: unknown) => boolean): value is number[] =>
  Array.isArray(value) && value.length === length && value.every(accepts);

const wrong = (key: string, expected: string, received: unknown): InferenceError =>
  new InferenceError(
    `\`image${key && `.${key}`}\` in its metadata \`rnnlab\` must be ${expected}, received ${shorten(received)}`,
  );
