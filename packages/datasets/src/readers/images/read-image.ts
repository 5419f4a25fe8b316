import { checkOptions, checkValue, oneOf, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';
import { byteSource, type Readable } from '../../sources/byte-source.js';
import { readAll } from '../../sources/read-all.js';
import { decodeImage, MOST_PIXELS } from './decode-image.js';
import { toPlanar } from './planar.js';

export interface ImageOptions {
  /** 1 for gray, 3 for red, green and blue. Default: as the image has them. */
  readonly channels?: 1 | 3;
  /** The most pixels of one image. Default 33,554,432. */
  readonly maxPixels?: number;
}

/** One decoded image. */
export interface Image {
  /** [channels, height, width], 0 to 255. */
  readonly pixels: Uint8Array;
  readonly channels: 1 | 3;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
}

/** Of one image's file. */
export const MOST_IMAGE_BYTES = 2 ** 29;

/**
 * Reads a PNG or JPEG image, in Node and in the browser alike.
 *
 * Transparency is left out, 16 bits become 8, a palette its colors; the rotation that a camera notes in a JPEG file
 * is not applied.
 *
 * @param readable A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @param options.channels 1 for gray, 3 for color. Default: as the image has them.
 * @param options.maxPixels The most pixels, refused by the header before anything is decoded. Default 33,554,432.
 * @throws DatasetError if it is neither PNG nor JPEG, is too large or damaged.
 *
 * @example
 * const { pixels, channels, height, width } = await readImage('cat.jpg');
 */
export async function readImage(readable: Readable, options: ImageOptions = {}): Promise<Image> {
  checkOptions('readImage', options, ['channels', 'maxPixels'], DatasetError);
  requireImageOptions(options);
  const source = byteSource(readable);
  const bytes = await readAll(source, MOST_IMAGE_BYTES);
  const image = await decodeImage(bytes, source.name, options.maxPixels ?? MOST_PIXELS);
  const { width, height, channels: own } = image;
  const channels = options.channels ?? own;
  const pixels = new Uint8Array(channels * height * width);
  toPlanar(image, channels, pixels);
  return { pixels, channels, height, width };
}

/** @throws DatasetError if a value is not one that there can be. */
export function requireImageOptions({ channels, maxPixels }: ImageOptions): void {
  if (channels !== undefined) checkValue('`channels`', channels, oneOf([1, 3]), DatasetError);
  if (maxPixels !== undefined) checkValue('`maxPixels`', maxPixels, wholeNumber(1), DatasetError);
}
