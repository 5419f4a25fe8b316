import { checkOptions, checkValue, oneOf, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { readAll } from '../sources/byte-stream.js';
import { byteSource, type Readable } from '../sources/readable.js';
import { decodeJpeg, isJpeg, jpegHeader } from './jpeg.js';
import { decodePng, isPng, pngChunks } from './png.js';
import { type ImageHeader, type Raster, toPlanar } from './raster.js';

/** Options of {@link readImage}. */
export interface ImageOptions {
  /** 1 for gray, 3 for red, green and blue. Default: as the image has them. */
  readonly channels?: 1 | 3;
  /** The most pixels of one image. Default: 33,554,432. */
  readonly maxPixels?: number;
}

/** One decoded image. */
export interface Image {
  /** `[channels, height, width]`, 0 to 255. */
  readonly pixels: Uint8Array;
  /** 1 for gray, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
}

/** The most bytes of one image file. */
export const MAX_IMAGE_BYTES = 2 ** 29;

/**
 * Reads a PNG or JPEG image, in Node and in the browser alike.
 *
 * Transparency is dropped, 16 bits become 8, a palette its colors; the rotation that a camera notes in a JPEG file
 * is not applied.
 *
 * @param readable - A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @param options.channels - 1 for gray, 3 for color. Default: as the image has them.
 * @param options.maxPixels - The most pixels, refused by the header before anything is decoded. Default: 33,554,432.
 * @throws {DatasetError} If it is neither PNG nor JPEG, is too large or damaged.
 *
 * @example
 * const { pixels, channels, height, width } = await readImage('cat.jpg');
 */
export async function readImage(readable: Readable, options: ImageOptions = {}): Promise<Image> {
  checkOptions('readImage', options, ['channels', 'maxPixels'], DatasetError);
  requireImageOptions(options);
  const source = byteSource(readable);
  const bytes = await readAll(source, MAX_IMAGE_BYTES);
  const image = await decodeImage(bytes, source.name, options.maxPixels ?? MAX_PIXELS);
  const { width, height, channels: own } = image;
  const channels = options.channels ?? own;
  const pixels = new Uint8Array(channels * height * width);
  toPlanar(image, channels, pixels);
  return { pixels, channels, height, width };
}

/** @throws {DatasetError} If a value is not one that there can be. */
export function requireImageOptions({ channels, maxPixels }: ImageOptions): void {
  if (channels !== undefined) checkValue('`channels`', channels, oneOf([1, 3]), DatasetError);
  if (maxPixels !== undefined) checkValue('`maxPixels`', maxPixels, wholeNumber(1), DatasetError);
}

/** Pixels of one image by default: more than most cameras make. Decoding so many takes some 800 MB. */
export const MAX_PIXELS = 2 ** 25;

/**
 * Decodes a PNG or JPEG image, distinguished by how it begins, whatever its file is called.
 *
 * @param mostPixels - Refused by the header, before anything is decoded.
 * @throws {DatasetError} If it is neither, too large, or damaged.
 */
export async function decodeImage(bytes: Uint8Array, file: string, mostPixels: number): Promise<Raster> {
  if (isPng(bytes)) {
    const chunks = pngChunks(bytes, file);
    requireSize(chunks, file, mostPixels);
    return decodePng(chunks, file);
  }
  if (isJpeg(bytes)) {
    const header = jpegHeader(bytes, file);
    requireSize(header, file, mostPixels);
    return decodeJpeg(bytes, header, file);
  }
  throw new DatasetError(`${file} is neither PNG nor JPEG: expected one of them.`);
}

function requireSize({ width, height }: ImageHeader, file: string, mostPixels: number): void {
  if (width * height <= mostPixels) return;
  throw new DatasetError(
    `${file} is ${width} × ${height}: expected at most ${mostPixels} pixels (\`maxPixels\`), as so large an image can fill the memory.`,
  );
}
