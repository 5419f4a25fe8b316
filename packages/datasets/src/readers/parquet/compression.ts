import { nodeModuleIfAny } from '@rnnlab/shared';

/** Decompresses a page. Throws an Error if it is corrupt, or gives another length. */
export type Decompress = (input: Uint8Array, length: number) => Uint8Array;

/** The compressions of Parquet that are read; LZO is not. */
export const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4', 'LZ4_RAW'] as const;
export type Codec = (typeof CODECS)[number];

/**
 * The highest ratio of each: a page that claims more is corrupt, or made to fill the memory. Those of
 * ZSTD and BROTLI could be far higher.
 */
const MAX_RATIO: Readonly<Record<Codec, number>> = {
  UNCOMPRESSED: 1,
  SNAPPY: 32,
  GZIP: 1040,
  BROTLI: 2048,
  ZSTD: 2048,
  LZ4: 256,
  LZ4_RAW: 256,
};

/** The longest page that is read. */
const MAX_PAGE_BYTES = 2 ** 28;

/** Pages of this size may be shortened by more. The usual size is 1 MiB. */
const USUAL_PAGE_BYTES = 2 ** 24;

/** The way to decompress pages of `codec`; what it needs is loaded. */
export async function decompressor(codec: Codec): Promise<Decompress> {
  const decompress = await loadCodec(codec);
  return (input, length) => {
    if (length > Math.min(MAX_PAGE_BYTES, Math.max(USUAL_PAGE_BYTES, MAX_RATIO[codec] * input.length))) {
      throw new Error(`a page of ${input.length} bytes claims to be ${length} long`);
    }
    if (length === 0) return input.subarray(0, 0);
    const output = decompress(input, length);
    if (output.length === length) return output;
    throw new Error(`a page has ${output.length} bytes, ${length} expected`);
  };
}

async function loadCodec(codec: Codec): Promise<Decompress> {
  if (codec === 'UNCOMPRESSED') return (input) => input;
  if (codec === 'SNAPPY') return decompressSnappy;
  const zlib = nodeModuleIfAny('node:zlib');
  if (zlib !== undefined && codec === 'GZIP') {
    return (input, length) => zlib.gunzipSync(input, { maxOutputLength: length });
  }
  if (zlib !== undefined && codec === 'BROTLI') {
    return (input, length) => zlib.brotliDecompressSync(input, { maxOutputLength: length });
  }
  if (codec === 'ZSTD') {
    // The reference decoder, as WebAssembly: the one of hyparquet-compressors does not end on some corrupt bytes.
    const { ZSTDDecoder } = await import('zstddec');
    const decoder = new ZSTDDecoder();
    await decoder.init();
    return (input, length) => decoder.decode(input, length);
  }
  const library = await import('hyparquet-compressors');
  switch (codec) {
    case 'GZIP':
      return library.decompressGzip;
    case 'BROTLI':
      return library.decompressBrotli;
    case 'LZ4':
      return library.decompressLz4;
    case 'LZ4_RAW':
      return library.decompressLz4Raw;
  }
}

/**
 * Decompresses a block of Snappy, strictly.
 *
 * Source: https://github.com/google/snappy/blob/main/format_description.txt
 *
 * @param length - What it must give.
 * @throws {Error} If the block is corrupt or gives another length.
 */
export function decompressSnappy(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let at = 0;
  let to = 0;
  let declared = 0;
  for (let shift = 0; ; shift += 7) {
    if (at >= input.length || shift > 28) throw new Error('its Snappy data has no length');
    const byte = input[at++]!;
    declared += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (declared !== length) throw new Error(`its Snappy data has ${declared} bytes, ${length} expected`);

  while (at < input.length) {
    const tag = input[at++]!;
    if ((tag & 3) === 0) {
      let size = tag >> 2;
      if (size >= 60) {
        const bytes = size - 59;
        if (at + bytes > input.length) throw new Error('its Snappy data ends too early');
        size = 0;
        for (let i = 0; i < bytes; i++) size += input[at++]! * 2 ** (8 * i);
      }
      size++;
      if (at + size > input.length || to + size > length) throw new Error('its Snappy data is corrupt');
      if (size <= 16) for (let i = 0; i < size; i++) output[to + i] = input[at + i]!;
      else output.set(input.subarray(at, at + size), to);
      at += size;
      to += size;
      continue;
    }
    const bytes = [0, 1, 2, 4][tag & 3]!;
    if (at + bytes > input.length) throw new Error('its Snappy data ends too early');
    const size = bytes === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    let offset = bytes === 1 ? (tag >> 5) * 256 : 0;
    for (let i = 0; i < bytes; i++) offset += input[at++]! * 2 ** (8 * i);
    if (offset === 0 || offset > to || to + size > length) throw new Error('its Snappy data is corrupt');
    // What is copied may overlap what is written: a short pattern is repeated.
    if (offset >= size && size > 16) output.copyWithin(to, to - offset, to - offset + size);
    else for (let i = 0; i < size; i++) output[to + i] = output[to - offset + i]!;
    to += size;
  }
  if (to !== length) throw new Error(`its Snappy data gives ${to} bytes, ${length} expected`);
  return output;
}
