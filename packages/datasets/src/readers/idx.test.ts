import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chunkedSource } from '../../test/chunked-source.js';
import { expectOnlyDatasetErrors } from '../../test/fuzz.js';
import { DatasetError } from '../error.js';
import type { Readable } from '../sources/readable.js';
import { idxImages, readIdx } from './idx.js';

/** An IDX file, written as the format's page describes it. */
function idx(code: number, shape: readonly number[], data: readonly number[] | Uint8Array): Uint8Array {
  return Uint8Array.from([
    0,
    0,
    code,
    shape.length,
    ...shape.flatMap((n) => [n >>> 24, n >>> 16, n >>> 8, n]),
    ...data,
  ]);
}

const images = idx(0x08, [2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);
const labels = idx(0x08, [2], [7, 3]);

async function errorOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  return (error as DatasetError).message;
}

describe('readIdx', () => {
  it.each([
    ['uint8', 0x08, [0, 255], Uint8Array.of(0, 255)],
    ['int8', 0x09, [0x7f, 0x80], Int8Array.of(127, -128)],
    ['int16', 0x0b, [0x12, 0x34, 0xff, 0xfe], Int16Array.of(0x1234, -2)],
    ['int32', 0x0c, [0x12, 0x34, 0x56, 0x78, 0xff, 0xff, 0xff, 0xff], Int32Array.of(0x12345678, -1)],
    ['float32', 0x0d, [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], Float32Array.of(1.5, -2)],
    ['float64', 0x0e, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], Float64Array.of(1.5, -2)],
  ])('reads %s, gzipped or not, in chunks of any size', async (type, code, bytes, data) => {
    const file = idx(code, [1, 2], bytes);
    for (const readable of [file, new Uint8Array(gzipSync(file)), chunkedSource(file, 1)]) {
      expect(await readIdx(readable)).toEqual({ type, shape: [1, 2], data });
    }
  });

  it('does not copy bytes that it is given', async () => {
    expect((await readIdx(images)).data.buffer).toBe(images.buffer);
  });

  it('reads an array without elements', async () => {
    expect(await readIdx(idx(0x0c, [0, 5], []))).toEqual({
      type: 'int32',
      shape: [0, 5],
      data: new Int32Array(0),
    });
  });

  it.each([
    [
      'another file',
      Uint8Array.of(0, 0, 7, 1),
      '<bytes> is not an IDX file: expected it to begin with 00 00, an element type (08, 09, 0b to 0e) and a number of dimensions, received 00 00 07 01.',
    ],
    [
      'an empty file',
      new Uint8Array(0),
      '<bytes> is not an IDX file: expected it to begin with 00 00, an element type (08, 09, 0b to 0e) and a number of dimensions, received nothing.',
    ],
    [
      'a header cut off',
      images.subarray(0, 10),
      '<bytes> ends in its header: expected the sizes of 3 dimensions.',
    ],
    [
      'data cut off',
      images.subarray(0, 20),
      '<bytes> ends too early, with 4 bytes of data: expected 12, for 2 × 2 × 3 of uint8.',
    ],
    [
      'too much data',
      Uint8Array.of(...labels, 0),
      '<bytes> has more than 2 bytes of data: expected 2 of uint8.',
    ],
    [
      'a promise of more than there can be',
      idx(0x0e, [0xffffffff, 0xffffffff], []),
      '<bytes> promises 4294967295 × 4294967295 of float64: expected at most 4294967296 bytes.',
    ],
    [
      'a promise of more than there is',
      idx(0x08, [0xffffffff], [1]),
      '<bytes> ends too early, with 1 bytes of data: expected 4294967295, for 4294967295 of uint8.',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    expect(await errorOf(readIdx(bytes))).toBe(message);
  });

  it('fails only as it should', async () => {
    const corpus = [images, labels, idx(0x0e, [2], new Uint8Array(16)), new Uint8Array(gzipSync(images))];
    const { read, refused } = await expectOnlyDatasetErrors((bytes) => readIdx(bytes), corpus);
    expect(Math.min(read, refused)).toBeGreaterThan(0);
  });
});

describe('idxImages', () => {
  it('gives images with their labels', async () => {
    const dataset = await idxImages(images, new Uint8Array(gzipSync(labels)));
    expect([dataset.length, dataset.channels, dataset.height, dataset.width]).toEqual([2, 1, 2, 3]);
    expect(dataset.at(1)).toEqual({ pixels: Uint8Array.of(250, 251, 252, 253, 254, 255), label: 3 });
    expect(dataset.classes).toBeUndefined();
  });

  it('reads color images, int32 labels and names of classes', async () => {
    const color = idx(0x08, [1, 3, 1, 2], [1, 2, 3, 4, 5, 6]);
    const dataset = await idxImages(color, idx(0x0c, [1], [0, 0, 0, 1]), {
      classes: ['a', 'b'],
      card: { name: 'two' },
    });
    expect([dataset.channels, dataset.height, dataset.width]).toEqual([3, 1, 2]);
    expect(dataset.labels).toEqual(Int32Array.of(1));
    expect(dataset.card?.name).toBe('two');
  });

  it.each<[string, Readable, Readable, object, string]>([
    [
      'labels as images',
      labels,
      labels,
      {},
      '<bytes> has an array of [2] of uint8: expected images, [n, height, width] of uint8.',
    ],
    [
      'images as labels',
      images,
      images,
      {},
      '<bytes> has an array of [2, 2, 3] of uint8: expected labels, [n] of uint8 or int32.',
    ],
    [
      'too few labels',
      images,
      idx(8, [1], [0]),
      {},
      '<bytes> has labels for 1: expected 2, one for each image of <bytes>.',
    ],
    [
      'a label without a class',
      images,
      labels,
      { classes: ['a'] },
      'The label of image 0 must be a whole number from 0 to 0, received 7.',
    ],
    [
      'an option it does not have',
      images,
      labels,
      { names: [] },
      'idxImages has no option "names"; expected one of classes, card.',
    ],
  ])('refuses %s', async (_, imageFile, labelFile, options, message) => {
    expect(await errorOf(idxImages(imageFile, labelFile, options))).toBe(message);
  });
});
