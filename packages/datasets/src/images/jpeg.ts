import { DatasetError } from '../error.js';
import type { ImageHeader, Raster } from './raster.js';

/** Progressive files have about ten; thousands in a small file are made to take time. */
const MAX_SCANS = 200;
const START_OF_SCAN = 0xda;

interface JpegHeader extends ImageHeader {
  /** 1 for gray. */
  readonly components: number;
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * Reads the first frame header (ISO/IEC 10918-1, annex B).
 *
 * @throws {DatasetError} If there is none, or it is of a kind of JPEG that can't be read: lossless or arithmetic.
 */
export function jpegHeader(bytes: Uint8Array, file: string): JpegHeader {
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1]!;
    // Fill bytes, and markers without a body.
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === START_OF_SCAN || marker === 0xd9) break;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && at + 10 <= bytes.length) {
      if (marker > 0xc2) {
        throw new DatasetError(
          `${file} is lossless or arithmetic JPEG (marker ff ${marker.toString(16)}): expected baseline or progressive.`,
        );
      }
      const height = (bytes[at + 5]! << 8) | bytes[at + 6]!;
      const width = (bytes[at + 7]! << 8) | bytes[at + 8]!;
      if (width > 0 && height > 0) return { width, height, components: bytes[at + 9]! };
      break;
    }
    at += 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
  }
  throw new DatasetError(`${file} has no size in its header: expected a whole JPEG image.`);
}

/**
 * The pixels of a JPEG image. The rotation that a camera notes in it is not applied.
 *
 * @throws {DatasetError} If it is damaged.
 */
export async function decodeJpeg(bytes: Uint8Array, header: JpegHeader, file: string): Promise<Raster> {
  if (scans(bytes) > MAX_SCANS) {
    throw new DatasetError(
      `${file} has more than ${MAX_SCANS} scans: expected a JPEG image of about ten or fewer.`,
    );
  }
  const { width, height, components } = header;
  const pixels = width * height;
  // A block of 8 × 8 pixels takes a bit at least, but the decoder makes room for all of them before it looks.
  if (bytes.length < pixels / (64 * 8)) {
    throw new DatasetError(
      `${file} has ${bytes.length} bytes for ${width} × ${height} pixels: expected a whole JPEG image.`,
    );
  }
  const { default: jpeg } = await import('jpeg-js');
  let decoded: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  try {
    decoded = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: pixels / 1e6,
      // Coefficients of four bytes for up to four components, and the result; small images need some all the same.
      maxMemoryUsageInMB: 16 + (32 * pixels) / 2 ** 20,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(`${file} is damaged (${reason.slice(0, 100)}): expected a whole JPEG image.`, {
      cause,
    });
  }
  if (decoded.width !== width || decoded.height !== height) {
    throw new DatasetError(`${file} has two sizes: expected one JPEG image.`);
  }
  const { data } = decoded;
  if (components !== 1) return { width, height, channels: 3, data };
  // The decoder gives gray as three times the same.
  const gray = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) gray[i] = data[3 * i]!;
  return { width, height, channels: 1, data: gray };
}

function scans(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === START_OF_SCAN) count++;
  }
  return count;
}
