import { nodeModuleIfAny } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { concatBytes } from '../sources/byte-stream.js';
import { crc32 } from '../sources/gzip.js';
import type { Raster } from './raster.js';

/** The chunks of a PNG file that are used: nothing compressed but the pixels is ever unpacked. */
interface PngChunks {
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

/** @throws {DatasetError} If the file is damaged, or has a critical chunk that is not known. */
export function pngChunks(bytes: Uint8Array, file: string): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: Omit<PngChunks, 'palette' | 'data'> | undefined;
  let palette: Uint8Array = new Uint8Array(0);
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length; ; ) {
    if (at + 12 > bytes.length) throw pngError(file, 'ends before its last chunk');
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw pngError(file, `ends in its chunk ${JSON.stringify(type)}`);
    const body = bytes.subarray(at + 8, end);
    // The pixels have a checksum of their own.
    const checked = type === 'IHDR' || type === 'PLTE';
    if (checked && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
      throw pngError(file, `has a wrong checksum of its chunk ${type}`);
    }
    if (header === undefined) {
      if (type !== 'IHDR' || length !== 13) throw pngError(file, 'does not begin with its header');
      header = readHeader(body, file);
    } else if (type === 'PLTE') palette = body;
    else if (type === 'IDAT') data.push(body);
    else if (type === 'IEND') return { ...header, palette, data };
    else if (/^[A-Z]/.test(type))
      throw pngError(file, `has the chunk ${JSON.stringify(type)}, which is not known`);
    at = end + 4;
  }
}

function readHeader(body: Uint8Array, file: string): Omit<PngChunks, 'palette' | 'data'> {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const [depth, color, compression, filter, interlace] = body.subarray(8) as unknown as number[];
  if (!DEPTHS[color!]?.includes(depth!) || compression !== 0 || filter !== 0 || interlace! > 1) {
    throw pngError(file, 'has a header that is not one of PNG');
  }
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (width === 0 || height === 0) throw pngError(file, 'has no pixels');
  return { width, height, depth: depth!, color: color!, interlaced: interlace === 1 };
}

function pngError(file: string, how: string): DatasetError {
  return new DatasetError(`${file} ${how}: expected a whole PNG image.`);
}

/** Kind of color → samples of a pixel. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A part of the image that is stored on its own: pixels from x, y on, every dx-th and dy-th. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

const WHOLE: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];
/** Specification, section 8.2. */
const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/**
 * The pixels of a PNG image (ISO/IEC 15948). Transparency is dropped; of 16 bits the upper eight are kept.
 *
 * Ours, because the libraries for it unpack whatever a file holds, of whatever size, before they look at it.
 *
 * @throws {DatasetError} If the pixels are damaged, too few or too many.
 */
export async function decodePng(chunks: PngChunks, file: string): Promise<Raster> {
  const { width, height, depth, color } = chunks;
  const bits = depth * SAMPLES[color]!;
  const passes = (chunks.interlaced ? ADAM7 : WHOLE).map((pass) => {
    const columns = Math.ceil((width - pass.x) / pass.dx);
    const rows = Math.ceil((height - pass.y) / pass.dy);
    const stride = Math.ceil((columns * bits) / 8);
    return { ...pass, columns, rows: columns > 0 ? Math.max(rows, 0) : 0, stride };
  });
  const size = passes.reduce((sum, { rows, stride }) => sum + rows * (stride + 1), 0);
  const data = await inflateZlib(chunks.data, size).catch((cause: Error) => {
    throw pngError(file, `has damaged pixels (${cause.message})`);
  });
  if (data === undefined) throw pngError(file, `does not have ${size} bytes of pixels, as its header says`);

  const channels = color === 0 || color === 4 ? 1 : 3;
  const pixels = new Uint8Array(width * height * channels);
  let start = 0;
  for (const { x, y, dx, dy, columns, rows, stride } of passes) {
    if (!unfilter(data, start, rows, stride, Math.max(1, bits >> 3))) {
      throw pngError(file, 'has a row with a filter that there is not');
    }
    for (let row = 0; row < rows; row++) {
      const from = data.subarray(start + 1, start + 1 + stride);
      const to = ((y + row * dy) * width + x) * channels;
      copyRow(from, columns, pixels, to, dx * channels, chunks, file);
      start += stride + 1;
    }
  }
  return { width, height, channels, data: pixels };
}

/** @param step - From one pixel of the row to the next in `to`. */
function copyRow(
  from: Uint8Array,
  columns: number,
  to: Uint8Array,
  start: number,
  step: number,
  { depth, color, palette }: PngChunks,
  file: string,
): void {
  const bytes = depth === 16 ? 2 : 1;
  const samples = SAMPLES[color]!;
  if (color === 2 || color === 6) {
    for (let i = 0, at = start, source = 0; i < columns; i++, at += step, source += samples * bytes) {
      to[at] = from[source]!;
      to[at + 1] = from[source + bytes]!;
      to[at + 2] = from[source + 2 * bytes]!;
    }
  } else if (color === 3) {
    for (let i = 0, at = start; i < columns; i++, at += step) {
      const entry = 3 * packed(from, i, depth);
      if (entry + 3 > palette.length) throw pngError(file, 'has a pixel that is not in its palette');
      to[at] = palette[entry]!;
      to[at + 1] = palette[entry + 1]!;
      to[at + 2] = palette[entry + 2]!;
    }
  } else if (depth >= 8) {
    for (let i = 0, at = start; i < columns; i++, at += step) to[at] = from[i * samples * bytes]!;
  } else {
    const scale = 255 / (2 ** depth - 1);
    for (let i = 0, at = start; i < columns; i++, at += step) to[at] = packed(from, i, depth) * scale;
  }
}

/** Sample i of those that share bytes, the first in the upper bits. */
function packed(bytes: Uint8Array, i: number, depth: number): number {
  if (depth === 8) return bytes[i]!;
  const bit = i * depth;
  return (bytes[bit >> 3]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

/**
 * Undoes the filters of PNG (specification, section 9) in place: each row begins with the number of its filter and
 * holds differences from its neighbors.
 *
 * @param data - Rows of 1 + `stride` bytes, from `start` on.
 * @param unit - Bytes of a pixel, at least 1.
 * @returns False if a row has a filter that there is not.
 */
function unfilter(data: Uint8Array, start: number, rows: number, stride: number, unit: number): boolean {
  for (let row = 0; row < rows; row++) {
    const at = start + row * (stride + 1);
    const filter = data[at]!;
    const first = at + 1;
    const end = first + stride;
    // Beyond the edge there are zeros: the row above the first has none.
    const above = row === 0 ? -1 : stride + 1;
    switch (filter) {
      case 0:
        break;
      case 1:
        for (let i = first + unit; i < end; i++) data[i]! += data[i - unit]!;
        break;
      case 2:
        if (above > 0) for (let i = first; i < end; i++) data[i]! += data[i - above]!;
        break;
      case 3:
        for (let i = first; i < end; i++) {
          const left = i - first < unit ? 0 : data[i - unit]!;
          const up = above > 0 ? data[i - above]! : 0;
          data[i]! += (left + up) >> 1;
        }
        break;
      case 4:
        for (let i = first; i < end; i++) {
          const inside = i - first >= unit;
          const left = inside ? data[i - unit]! : 0;
          const up = above > 0 ? data[i - above]! : 0;
          const corner = inside && above > 0 ? data[i - above - unit]! : 0;
          data[i]! += paeth(left, up, corner);
        }
        break;
      default:
        return false;
    }
  }
  return true;
}

/** The Paeth predictor: whichever of the three is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/**
 * Decompresses zlib data of a known size.
 *
 * @returns The bytes; undefined if there are fewer or more than `size`. No more than that is ever unpacked.
 * @throws What the platform throws for damaged data.
 */
async function inflateZlib(parts: readonly Uint8Array[], size: number): Promise<Uint8Array | undefined> {
  const zlib = nodeModuleIfAny('node:zlib');
  const bytes =
    zlib === undefined
      ? await inflateZlibInBrowser(parts, size)
      : inflateZlibInNode(concatBytes(parts), size, zlib);
  return bytes?.length === size ? bytes : undefined;
}

/** Many images are small, and a stream for each would take longer than the work. */
function inflateZlibInNode(
  bytes: Uint8Array,
  size: number,
  zlib: typeof import('node:zlib'),
): Uint8Array | undefined {
  try {
    return zlib.inflateSync(bytes, {
      maxOutputLength: size,
      chunkSize: Math.min(Math.max(size, 64), 2 ** 20),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

async function inflateZlibInBrowser(
  parts: readonly Uint8Array[],
  size: number,
): Promise<Uint8Array | undefined> {
  const unpacked: Uint8Array[] = [];
  let length = 0;
  const stream = new Blob(parts as Uint8Array<ArrayBuffer>[]).stream();
  const reader = stream.pipeThrough(new DecompressionStream('deflate')).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(unpacked);
    unpacked.push(value);
    length += value.length;
    if (length > size) {
      await reader.cancel().catch(() => {});
      return undefined;
    }
  }
}
