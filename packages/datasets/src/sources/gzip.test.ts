import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DatasetError } from '../error.js';
import { type ByteSource, bytesSource } from './byte-source.js';
import { concatBytes } from './byte-stream.js';
import { crc32, crc32ByTable, gunzip } from './gzip.js';

const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 7);
const packed = new Uint8Array(gzipSync(bytes));

async function all(source: ByteSource, start?: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source.stream(start)) parts.push(chunk);
  return concatBytes(parts);
}

/** The bytes in chunks of `size`, and whether the stream was closed. */
function chunked(data: Uint8Array, size: number, failAt = Number.POSITIVE_INFINITY) {
  const state = { closed: false };
  const source: ByteSource = {
    ...bytesSource(data, 'file.gz'),
    async *stream(start = 0) {
      try {
        for (let at = start; at < data.length; at += size) {
          if (at >= failAt) throw new TypeError('the wire is cut');
          yield data.subarray(at, at + size);
        }
      } finally {
        state.closed = true;
      }
    },
  };
  return { source, state };
}

afterEach(() => vi.unstubAllGlobals());

describe.each(['Node', 'the browser'])('gunzip in %s', (platform) => {
  const platformed = () => {
    if (platform === 'the browser') vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
  };

  it.each([1, 7, 1000, 1e6])('decompresses chunks of %i bytes', async (size) => {
    platformed();
    const small = size === 1 ? new Uint8Array(gzipSync(bytes.subarray(0, 500))) : packed;
    const { source, state } = chunked(small, size);
    expect(Buffer.compare(await all(gunzip(source)), gunzipSync(small))).toBe(0);
    expect(state.closed).toBe(true);
  });

  it('gives size, ranges and the rest from a position as of the decompressed bytes', async () => {
    platformed();
    const source = gunzip(bytesSource(packed));
    expect(await source.size()).toBe(bytes.length);
    expect(await source.read(65_000, 70_000)).toEqual(bytes.subarray(65_000, 70_000));
    expect(await source.read(299_990, 400_000)).toEqual(bytes.subarray(299_990));
    expect(await source.read(5, 5)).toHaveLength(0);
    expect(Buffer.compare(await all(source, 123_456), bytes.subarray(123_456))).toBe(0);
  });

  it('passes through what is not gzip, also what is shorter than its magic', async () => {
    platformed();
    for (const data of [bytes.subarray(0, 5000), Uint8Array.of(0x1f, 0x8b), new Uint8Array(0)]) {
      const source = gunzip(bytesSource(data));
      expect(await source.size()).toBe(data.length);
      expect(await all(source)).toEqual(data);
      expect(await all(source, 1)).toEqual(data.subarray(1));
      expect(await source.read(0, 2)).toEqual(data.subarray(0, 2));
    }
  });

  it.each([3, 12, 1000, packed.length - 1])('says that data cut after %i bytes are', async (length) => {
    platformed();
    const error = await all(gunzip(bytesSource(packed.subarray(0, length), 'file.gz'))).catch((e) => e);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toBe('file.gz ends in the middle of its gzip data: expected the rest.');
  });

  it('says that data are corrupt', async () => {
    platformed();
    const corrupt = Uint8Array.from(packed);
    corrupt[corrupt.length - 6]! ^= 1; // in the checksum
    const error = await all(gunzip(bytesSource(corrupt, 'file.gz'))).catch((e) => e);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toMatch(/^file\.gz has corrupt gzip data: .*check.*\.$/i);
  });

  it('only ever throws a DatasetError for damaged data', async () => {
    platformed();
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Uint8Array.from(packed);
        damaged[at]! ^= change;
        const result = await all(gunzip(chunked(damaged, 777).source)).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toBeInstanceOf(DatasetError);
      }),
      { numRuns: 40 },
    );
  });

  it('lets an error of the source through and closes it', async () => {
    platformed();
    const { source, state } = chunked(packed, 100, 1000);
    await expect(all(gunzip(source))).rejects.toThrow(new TypeError('the wire is cut'));
    expect(state.closed).toBe(true);
  });

  it('closes the source when the receiver stops', async () => {
    platformed();
    const { source, state } = chunked(packed, 1000);
    for await (const _ of gunzip(source).stream()) break;
    expect(state.closed).toBe(true);
  });
});

it('reads several members in Node', async () => {
  const members = concatBytes([packed, new Uint8Array(gzipSync('the end'))]);
  expect((await all(gunzip(bytesSource(members)))).length).toBe(bytes.length + 7);
});

it('has the check value of the CRC catalog, at once and in parts, with and without the platform', () => {
  const bytes = new TextEncoder().encode('123456789');
  for (const sum of [crc32, crc32ByTable]) {
    expect(sum(bytes)).toBe(0xcbf43926);
    expect(sum(bytes.subarray(4), sum(bytes.subarray(0, 4)))).toBe(0xcbf43926);
    expect(sum(new Uint8Array())).toBe(0);
  }
});
