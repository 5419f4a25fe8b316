import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { expectOnlyDatasetErrors } from '../../test/fuzz.js';
import { chunk, encodePng, withChecksums } from '../../test/images/encode-png.js';
import { IMAGES, type ImageFixture, imageFixture } from '../../test/images/fixtures.js';
import { DatasetError } from '../error.js';
import { type Image, readImage } from './read-image.js';

afterEach(() => vi.unstubAllGlobals());

/** Back to [height, width, channels]. */
function interleaved({ pixels, channels, height, width }: Image): Uint8Array {
  const size = height * width;
  return Uint8Array.from(
    { length: pixels.length },
    (_, i) => pixels[(i % channels) * size + Math.floor(i / channels)]!,
  );
}

async function errorOf(bytes: Uint8Array, options = {}): Promise<string> {
  const error = await readImage(bytes, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  return (error as DatasetError).message;
}

const named = (prefix: string) => IMAGES.filter(({ name }) => name.startsWith(prefix));
const color = imageFixture('png-color').file;
const jpeg = imageFixture('jpeg-444').file;

describe('readImage', () => {
  it.each(named('png'))('decodes PNG as libpng does: $name', async (fixture: ImageFixture) => {
    for (const platform of ['Node', 'the browser']) {
      if (platform === 'the browser') vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
      const image = await readImage(fixture.file);
      expect([image.width, image.height, image.channels]).toEqual([
        fixture.width,
        fixture.height,
        fixture.channels,
      ]);
      expect(Buffer.compare(interleaved(image), fixture.pixels)).toBe(0);
    }
  });

  it.each(named('jpeg'))(
    'decodes JPEG nearly as libjpeg does: $name',
    async ({ name, file, ...expected }) => {
      const image = await readImage(file);
      expect([image.width, image.height, image.channels]).toEqual([
        expected.width,
        expected.height,
        expected.channels,
      ]);
      const differences = interleaved(image).map((value, i) => Math.abs(value - expected.pixels[i]!));
      // With half the color, decoders differ in how they fill the gaps.
      const [most, mean] = name === 'jpeg-420' ? [24, 2] : [4, 0.7];
      expect(Math.max(...differences)).toBeLessThanOrEqual(most);
      expect(differences.reduce((sum, difference) => sum + difference, 0) / differences.length).toBeLessThan(
        mean,
      );
    },
  );

  it('decodes PNG of every kind, size, filter and interlacing', async () => {
    const kinds = [
      ...[1, 2, 4, 8, 16].map((depth) => [0, depth, 1]),
      ...[1, 2, 4, 8].map((depth) => [3, depth, 1]),
      ...[8, 16].flatMap((depth) => [
        [2, depth, 3],
        [4, depth, 2],
        [6, depth, 4],
      ]),
    ] as [number, number, number][];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.integer({ min: 1, max: 18 }),
        fc.integer({ min: 1, max: 18 }),
        fc.boolean(),
        fc.nat(1000),
        async ([kind, depth, count], width, height, interlaced, seed) => {
          const palette = Array.from({ length: 3 * 2 ** depth }, (_, i) => (i * 37 + seed) & 255);
          const samples = (x: number, y: number) =>
            Array.from(
              { length: count },
              (_, i) => ((x * 7919 + y * 104729 + i * 31 + seed) * 2654435761) % 2 ** depth,
            );
          const file = encodePng({
            ...{ width, height, depth, color: kind, interlaced, samples },
            filter: (row) => (row + seed) % 5,
            ...(kind === 3 && { palette }),
          });
          const image = await readImage(file);
          const eight = (value: number) => (depth === 16 ? value >> 8 : (value * 255) / (2 ** depth - 1));
          const expected: number[] = [];
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              const values = samples(x, y);
              if (kind === 3) expected.push(...palette.slice(3 * values[0]!, 3 * values[0]! + 3));
              else expected.push(...values.slice(0, kind === 2 || kind === 6 ? 3 : 1).map(eight));
            }
          }
          expect([...interleaved(image)]).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('makes gray of colors and colors of gray', async () => {
    const pixels = imageFixture('png-color').pixels;
    const gray = await readImage(color, { channels: 1 });
    expect(gray.pixels[5]).toBe(Math.round(0.299 * pixels[15]! + 0.587 * pixels[16]! + 0.114 * pixels[17]!));
    const three = await readImage(imageFixture('png-gray').file, { channels: 3 });
    expect(three.pixels).toHaveLength(3 * 19 * 13);
    expect(three.pixels.subarray(0, 19 * 13)).toEqual(three.pixels.subarray(2 * 19 * 13));
  });

  it('refuses an image of too many pixels before it decodes it', async () => {
    expect(await errorOf(color, { maxPixels: 246 })).toMatch(
      /^<bytes> is 19 × 13: expected at most 246 pixels/,
    );
    expect(await errorOf(jpeg, { maxPixels: 100 })).toMatch(
      /^<bytes> is 76 × 52: expected at most 100 pixels/,
    );
    expect((await readImage(color, { maxPixels: 247 })).width).toBe(19);
    const huge = color.slice();
    new DataView(huge.buffer).setUint32(16, 0x7fffffff);
    expect(await errorOf(huge)).toContain('wrong checksum');
  });

  it('refuses a JPEG that is too short for its size before it decodes it', async () => {
    const huge = jpeg.slice();
    const frame = huge.findIndex((byte, i) => byte === 0xff && huge[i + 1] === 0xc0);
    new DataView(huge.buffer).setUint32(frame + 5, (5000 << 16) | 6000);
    expect(await errorOf(huge)).toMatch(
      /^<bytes> has \d+ bytes for 6000 × 5000 pixels: expected a whole JPEG image\.$/,
    );
  });

  it('unpacks no more than the header promises', async () => {
    const one = encodePng({
      ...{ width: 1, height: 1, depth: 8, color: 0, interlaced: false },
      samples: () => [1],
      filter: () => 0,
    });
    const bomb = Uint8Array.from([
      ...one.subarray(0, 33),
      ...chunk('iCCP', deflateSync(new Uint8Array(2 ** 24))),
      ...chunk('IDAT', deflateSync(new Uint8Array(2 ** 27))),
      ...chunk('IEND', new Uint8Array(0)),
    ]);
    const packed = process.memoryUsage().rss;
    for (const platform of ['Node', 'the browser']) {
      if (platform === 'the browser') vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
      expect(await errorOf(bomb)).toBe(
        '<bytes> does not have 2 bytes of pixels, as its header says: expected a whole PNG image.',
      );
    }
    expect(process.memoryUsage().rss - packed).toBeLessThan(64 * 2 ** 20);
  });

  it.each([
    ['another file', Buffer.from('GIF89a'), '<bytes> is neither PNG nor JPEG: expected one of them.'],
    ['an empty file', new Uint8Array(0), '<bytes> is neither PNG nor JPEG: expected one of them.'],
    [
      'PNG cut in its pixels',
      color.subarray(0, 300),
      '<bytes> ends in its chunk "IDAT": expected a whole PNG image.',
    ],
    [
      'PNG cut between chunks',
      color.subarray(0, 33),
      '<bytes> ends before its last chunk: expected a whole PNG image.',
    ],
    [
      'JPEG cut in its header',
      jpeg.subarray(0, 100),
      '<bytes> has no size in its header: expected a whole JPEG image.',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    expect(await errorOf(bytes)).toBe(message);
  });

  it('refuses damaged pixels', async () => {
    const damagedPng = color.slice();
    damagedPng[200]! ^= 255;
    expect(await errorOf(damagedPng)).toMatch(
      /^<bytes> has damaged pixels \(.+\): expected a whole PNG image\.$/,
    );
    expect(await errorOf(jpeg.subarray(0, jpeg.length - 300))).toMatch(
      /^<bytes> is damaged \(.+\): expected a whole JPEG/,
    );
    const noPalette = encodePng({
      ...{ width: 2, height: 1, depth: 8, color: 3, interlaced: false },
      samples: (x) => [x],
      filter: () => 0,
      palette: [1, 2, 3],
    });
    expect(await errorOf(noPalette)).toContain('has a pixel that is not in its palette');
    const filter = encodePng({
      ...{ width: 1, height: 1, depth: 8, color: 0, interlaced: false },
      samples: () => [1],
      filter: () => 5,
    });
    expect(await errorOf(filter)).toContain('has a row with a filter that there is not');
  });

  it('refuses a JPEG of very many scans, and kinds of it that are not read', async () => {
    const scan = Uint8Array.from(Array.from({ length: 201 }, () => [0xff, 0xda]).flat());
    expect(await errorOf(Uint8Array.from([...jpeg, ...scan]))).toContain('has more than 200 scans');
    const lossless = jpeg.slice();
    const frame = lossless.findIndex((byte, i) => byte === 0xff && lossless[i + 1] === 0xc0);
    lossless[frame + 1] = 0xc3;
    expect(await errorOf(lossless)).toBe(
      '<bytes> is lossless or arithmetic JPEG (marker ff c3): expected baseline or progressive.',
    );
  });

  it.each([
    [{ channels: 4 }, '`channels` must be one of 1, 3, received 4.'],
    [{ maxPixels: 0 }, '`maxPixels` must be a whole number of at least 1, received 0.'],
    [{ size: 3 }, 'readImage has no option "size"; expected one of channels, maxPixels.'],
  ])('refuses the options %j', async (options, message) => {
    expect(await errorOf(color, options)).toBe(message);
  });

  it('fails only as it should', async () => {
    const corpus = IMAGES.map(({ file }) => file);
    const interlaced = encodePng({
      ...{ width: 9, height: 9, depth: 2, color: 3, interlaced: true },
      samples: (x, y) => [(x + y) % 4],
      filter: (row) => row % 5,
      palette: Array.from({ length: 12 }, (_, i) => i),
    });
    // Most mutants fail at a checksum; with checksums mended they get further.
    for (const mend of [(bytes: Uint8Array) => bytes, withChecksums]) {
      const parse = (bytes: Uint8Array) => readImage(mend(bytes));
      const { read, refused } = await expectOnlyDatasetErrors(parse, [...corpus, interlaced]);
      expect(Math.min(read, refused)).toBeGreaterThan(0);
    }
  });
});
