import { deflateSync } from 'node:zlib';
import { crc32 } from '../../src/sources/gzip.js';

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** 0 gray, 2 color, 3 palette, 4 gray with alpha, 6 color with alpha. */
  readonly color: number;
  readonly interlaced: boolean;
  /** Samples of the pixel at x, y, each of `depth` bits. */
  readonly samples: (x: number, y: number) => readonly number[];
  /** The filter of a row, 0 to 4. */
  readonly filter: (row: number) => number;
  readonly palette?: readonly number[];
}

/** A PNG image of any kind that there is, which no library at hand writes: interlaced, and with chosen filters. */
export function encodePng(options: PngOptions): Uint8Array {
  const { width, height, depth, color, interlaced, palette } = options;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  [depth, color, 0, 0, interlaced ? 1 : 0].forEach((value, i) => {
    header.setUint8(8 + i, value);
  });
  const passes = interlaced ? 7 : 1;
  const rows = Array.from({ length: passes }, (_, pass) => passRows(options, pass)).flat();
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', new Uint8Array(header.buffer)),
    ...chunk('tEXt', Uint8Array.of(65, 0, 66)),
    ...(palette === undefined ? [] : chunk('PLTE', Uint8Array.from(palette))),
    ...inParts(deflateSync(Uint8Array.from(rows))).flatMap((part) => chunk('IDAT', part)),
    ...chunk('IEND', new Uint8Array(0)),
  ]);
}

export function chunk(type: string, body: Uint8Array): number[] {
  const typed = Uint8Array.from([...Buffer.from(type), ...body]);
  const number = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  return [...number(body.length), ...typed, ...number(crc32(typed))];
}

/** The same file with the right checksum for each of its chunks, as far as there are whole ones. */
export function withChecksums(png: Uint8Array): Uint8Array {
  const mended = png.slice();
  const view = new DataView(mended.buffer);
  for (let at = 8; at + 12 <= mended.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > mended.length) break;
    view.setUint32(end, crc32(mended.subarray(at + 4, end)));
    at = end + 4;
  }
  return mended;
}

function inParts(bytes: Uint8Array): Uint8Array[] {
  const middle = bytes.length >> 1;
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}

/** The pass of Adam7 that a pixel is in, written as the pattern of 8 × 8 in the specification. */
const PATTERN = [
  '16462646',
  '77777777',
  '56565656',
  '77777777',
  '36463646',
  '77777777',
  '56565656',
  '77777777',
];

function passRows({ width, height, depth, interlaced, samples, filter }: PngOptions, pass: number): number[] {
  const bytes: number[] = [];
  let above: number[] | undefined;
  let number = 0;
  for (let y = 0; y < height; y++) {
    const bits: number[] = [];
    let unit = 1;
    for (let x = 0; x < width; x++) {
      if (interlaced && PATTERN[y % 8]![x % 8] !== String(pass + 1)) continue;
      const values = samples(x, y);
      unit = Math.max(1, (values.length * depth) >> 3);
      for (const value of values) for (let bit = depth - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
    }
    if (bits.length === 0) continue;
    while (bits.length % 8 !== 0) bits.push(0);
    const row = Array.from({ length: bits.length / 8 }, (_, i) =>
      Number.parseInt(bits.slice(8 * i, 8 * i + 8).join(''), 2),
    );
    const kind = filter(number++);
    bytes.push(kind, ...row.map((value, i) => (value - predicted(kind, row, above, i, unit)) & 255));
    above = row;
  }
  return bytes;
}

function predicted(
  kind: number,
  row: number[],
  above: number[] | undefined,
  i: number,
  unit: number,
): number {
  const a = row[i - unit] ?? 0;
  const b = above?.[i] ?? 0;
  const c = above?.[i - unit] ?? 0;
  if (kind === 1) return a;
  if (kind === 2) return b;
  if (kind === 3) return Math.floor((a + b) / 2);
  if (kind !== 4) return 0;
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}
