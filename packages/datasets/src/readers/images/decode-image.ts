import { DatasetError } from '../../error.js';
import { decodeJpeg, isJpeg, jpegHeader } from './jpeg.js';
import { isPng, pngChunks } from './png/chunks.js';
import { decodePng } from './png/decode-png.js';
import type { ImageHeader, Raster } from './raster.js';

/** Pixels of one image by default: more than most cameras make. Decoding so many takes some 800 MB. */
export const MOST_PIXELS = 2 ** 25;

/**
 * Decodes a PNG or JPEG image, told apart by how it begins, whatever its file is called.
 *
 * @param mostPixels Refused by the header, before anything is decoded.
 * @throws DatasetError if it is neither, too large, or damaged.
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
