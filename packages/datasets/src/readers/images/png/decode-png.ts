import type { Raster } from '../raster.js';
import { damaged, type PngChunks } from './chunks.js';
import { unfilter } from './unfilter.js';
import { unzlib } from './unzlib.js';

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
 * The pixels of a PNG image (ISO/IEC 15948). Transparency is left out; of 16 bits the upper eight are kept.
 *
 * Ours, because the libraries for it unpack whatever a file holds, of whatever size, before they look at it.
 *
 * @throws DatasetError if the pixels are damaged, too few or too many.
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
  const data = await unzlib(chunks.data, size).catch((cause: Error) => {
    throw damaged(file, `has damaged pixels (${cause.message})`);
  });
  if (data === undefined) throw damaged(file, `does not have ${size} bytes of pixels, as its header says`);

  const channels = color === 0 || color === 4 ? 1 : 3;
  const pixels = new Uint8Array(width * height * channels);
  let start = 0;
  for (const { x, y, dx, dy, columns, rows, stride } of passes) {
    if (!unfilter(data, start, rows, stride, Math.max(1, bits >> 3))) {
      throw damaged(file, 'has a row with a filter that there is not');
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

/** @param step From one pixel of the row to the next in `to`. */
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
      if (entry + 3 > palette.length) throw damaged(file, 'has a pixel that is not in its palette');
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
