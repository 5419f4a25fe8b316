import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decompressor, decompressSnappy } from './compression.js';

afterEach(() => vi.unstubAllGlobals());

describe('Snappy', () => {
  it('gives what was compressed', () => {
    const few = fc.uint8Array({ maxLength: 8, minLength: 1 });
    const repetitive = fc
      .tuple(few, fc.integer({ min: 1, max: 5000 }), fc.uint8Array())
      .map(([unit, times, rest]) =>
        Uint8Array.from({ length: unit.length * times + rest.length }, (_, i) =>
          i < unit.length * times ? unit[i % unit.length]! : rest[i - unit.length * times]!,
        ),
      );
    fc.assert(
      fc.property(fc.oneof(repetitive, fc.uint8Array({ maxLength: 3000 })), (bytes) => {
        expect(Buffer.compare(decompressSnappy(snappyCompress(bytes), bytes.length), bytes)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('is refused where it is corrupt, and always ends', () => {
    const refused = (bytes: number[], length: number) =>
      expect(() => decompressSnappy(Uint8Array.from(bytes), length));
    refused([], 1).toThrow('its Snappy data has no length');
    refused([5, 0, 65], 4).toThrow('its Snappy data has 5 bytes, 4 expected');
    refused([4, 0, 65], 4).toThrow('its Snappy data gives 1 bytes, 4 expected');
    refused([4, 0x0c, 65, 66], 4).toThrow('its Snappy data is corrupt');
    // A literal whose length has its highest bit set: going back, a decoder with signed numbers would not end.
    refused([4, 0xfc, 0xfa, 0xff, 0xff, 0xff, 65], 4).toThrow('its Snappy data is corrupt');
    refused([4, 0xf0], 4).toThrow('its Snappy data ends too early');
    // Copies from before the beginning, from nowhere, and beyond the end.
    refused([4, 0, 65, 0x01, 2], 4).toThrow('its Snappy data is corrupt');
    refused([4, 0, 65, 0x01, 0], 4).toThrow('its Snappy data is corrupt');
    refused([4, 0, 65, 0x09, 1], 4).toThrow('its Snappy data is corrupt');
  });
});

describe('a page', () => {
  const text = new TextEncoder().encode('a page of text, a page of text, a page of text');

  it.each(['node', 'browser'])('is decompressed in Node and the browser: %s', async (place) => {
    if (place === 'browser') vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    const decompress = async (codec: 'GZIP' | 'BROTLI', bytes: Uint8Array) =>
      Buffer.from((await decompressor(codec))(bytes, text.length)).toString();
    const expected = Buffer.from(text).toString();
    expect(await decompress('GZIP', gzipSync(text))).toBe(expected);
    expect(await decompress('BROTLI', brotliCompressSync(text))).toBe(expected);
  });

  it.each(['GZIP', 'BROTLI', 'SNAPPY', 'ZSTD', 'LZ4', 'LZ4_RAW', 'UNCOMPRESSED'] as const)(
    'that claims to be far longer than it can be is refused: %s',
    async (codec) => {
      const decompress = await decompressor(codec);
      expect(() => decompress(new Uint8Array(100), 2 ** 31 - 1)).toThrow(
        'a page of 100 bytes claims to be 2147483647 long',
      );
      expect(() => decompress(new Uint8Array(100), 101)).toThrow();
    },
  );

  it('that gives more than it claims is refused, without being decompressed as a whole', async () => {
    const bomb = gzipSync(new Uint8Array(2 ** 26));
    const decompress = await decompressor('GZIP');
    expect(() => decompress(bomb, 1000)).toThrow(/larger than 1000 bytes/);
  });

  it('may be empty', async () => {
    expect(await decompressor('ZSTD').then((decompress) => decompress(new Uint8Array(0), 0))).toHaveLength(0);
  });
});
