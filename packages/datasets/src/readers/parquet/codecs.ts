import { nodeModuleIfAny } from '@rnnlab/shared';
import { snappy } from './snappy.js';

/** Decompresses a page. Throws an Error if it is corrupt, or gives another length. */
export type Decompress = (input: Uint8Array, length: number) => Uint8Array;

/** The compressions of Parquet that are read; LZO is not. */
export const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4', 'LZ4_RAW'] as const;
export type Codec = (typeof CODECS)[number];

/**
 * By how much each can shorten a page at most: what claims more is corrupt, or made to fill the memory. Those of
 * ZSTD and BROTLI could be far higher.
 */
const HIGHEST_RATIO: Readonly<Record<Codec, number>> = {
  UNCOMPRESSED: 1,
  SNAPPY: 32,
  GZIP: 1040,
  BROTLI: 2048,
  ZSTD: 2048,
  LZ4: 256,
  LZ4_RAW: 256,
};

/** The longest page that is read. */
const LONGEST = 2 ** 28;

/** Pages of this size may be shortened by more. The usual size is 1 MiB. */
const USUAL_BYTES = 2 ** 24;

/** The way to decompress pages of `codec`; what it needs is loaded. */
export async function decompressor(codec: Codec): Promise<Decompress> {
  const decompress = await load(codec);
  return (input, length) => {
    if (length > Math.min(LONGEST, Math.max(USUAL_BYTES, HIGHEST_RATIO[codec] * input.length))) {
      throw new Error(`a page of ${input.length} bytes claims to be ${length} long`);
    }
    if (length === 0) return input.subarray(0, 0);
    const output = decompress(input, length);
    if (output.length === length) return output;
    throw new Error(`a page has ${output.length} bytes, ${length} expected`);
  };
}

async function load(codec: Codec): Promise<Decompress> {
  if (codec === 'UNCOMPRESSED') return (input) => input;
  if (codec === 'SNAPPY') return snappy;
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
