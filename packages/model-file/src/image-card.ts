import { positive, wholeNumber } from '@rnnlab/shared';
import { type Field, type Given, isListOf, readFields, wrong } from './fields.js';

/**
 * The images that a model reads, and what is done to their pixels before: a pixel from 0 to 255 is read as
 * (pixel · `scale` - `mean`) / `std`, with the mean and standard deviation of its channel.
 */
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
  /** What each channel is divided by at last, its standard deviation. Default ones. */
  readonly std: readonly number[];
}

/** An {@link ImageCard} as it is written. */
export type GivenImageCard = Given<ImageCard, 'scale' | 'mean' | 'std'>;

/** Numbers of an image at most: a damaged size must not fill the memory. */
const MOST = 2 ** 26;

const size: Field = { ...wholeNumber(1), required: true };
const perChannel: Field = {
  expected: 'a list of numbers',
  accepts: (value) => isListOf(value, Number.isFinite),
};

export const imageFields = {
  channels: size,
  height: size,
  width: size,
  scale: { ...positive, fallback: 1 / 255 },
  mean: perChannel,
  std: perChannel,
} satisfies Record<string, Field>;

/** Reads the field `image`. @throws ModelFileError if it cannot be */
export function readImageCard(value: unknown): ImageCard {
  const read = readFields('image', value, imageFields) as unknown as ImageCard;
  const { channels, height, width } = read;
  if (channels * height * width > MOST) {
    throw wrong('image', `an image of at most ${MOST} numbers`, `${channels} × ${height} × ${width}`);
  }
  const mean = read.mean ?? Array<number>(channels).fill(0);
  const std = read.std ?? Array<number>(channels).fill(1);
  if (mean.length !== channels) throw wrong('image.mean', `a list of ${channels} numbers`, mean);
  if (std.length !== channels || std.some((one) => one <= 0)) {
    throw wrong('image.std', `a list of ${channels} numbers above 0`, std);
  }
  return { ...read, mean, std };
}
