import { crc32 } from '../../../crc32.js';
import { DatasetError } from '../../../error.js';

/** What a PNG file is made of, of which only this is used: nothing compressed but the pixels is ever unpacked. */
export interface PngChunks {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** 0 gray, 2 color, 3 palette, 4 gray with alpha, 6 color with alpha. */
  readonly color: number;
  readonly interlaced: boolean;
  /** [n, 3]; empty without one. */
  readonly palette: Uint8Array;
  /** The compressed pixels, in parts. */
  readonly data: readonly Uint8Array[];
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Kind of color → depths that it can have. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** @throws DatasetError if the file is damaged, or has a critical chunk that is not known. */
export function pngChunks(bytes: Uint8Array, file: string): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: Omit<PngChunks, 'palette' | 'data'> | undefined;
  let palette: Uint8Array = new Uint8Array(0);
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length; ; ) {
    if (at + 12 > bytes.length) throw damaged(file, 'ends before its last chunk');
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw damaged(file, `ends in its chunk ${JSON.stringify(type)}`);
    const body = bytes.subarray(at + 8, end);
    // The pixels have a checksum of their own.
    const checked = type === 'IHDR' || type === 'PLTE';
    if (checked && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
      throw damaged(file, `has a wrong checksum of its chunk ${type}`);
    }
    if (header === undefined) {
      if (type !== 'IHDR' || length !== 13) throw damaged(file, 'does not begin with its header');
      header = headerOf(body, file);
    } else if (type === 'PLTE') palette = body;
    else if (type === 'IDAT') data.push(body);
    else if (type === 'IEND') return { ...header, palette, data };
    else if (/^[A-Z]/.test(type))
      throw damaged(file, `has the chunk ${JSON.stringify(type)}, which is not known`);
    at = end + 4;
  }
}

function headerOf(body: Uint8Array, file: string): Omit<PngChunks, 'palette' | 'data'> {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const [depth, color, compression, filter, interlace] = body.subarray(8) as unknown as number[];
  if (!DEPTHS[color!]?.includes(depth!) || compression !== 0 || filter !== 0 || interlace! > 1) {
    throw damaged(file, 'has a header that is not one of PNG');
  }
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (width === 0 || height === 0) throw damaged(file, 'has no pixels');
  return { width, height, depth: depth!, color: color!, interlaced: interlace === 1 };
}

export function damaged(file: string, how: string): DatasetError {
  return new DatasetError(`${file} ${how}: expected a whole PNG image.`);
}
