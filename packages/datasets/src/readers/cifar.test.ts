import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expectOnlyDatasetErrors } from '../../test/fuzz.js';
import { DatasetError } from '../error.js';
import { cifarBinary, cifarPickle } from './cifar.js';

/** Made by test/pickles/make-pickles.py. */
const PICKLES: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../test/pickles/pickles.json', import.meta.url), 'utf8'),
);
const pickle = (name: string) => Uint8Array.from(Buffer.from(PICKLES[name]!, 'base64'));

/** The pixels of image i: red all i, green all i + 1, blue all i + 2. */
function pixels(i: number): Uint8Array {
  return Uint8Array.from({ length: 3072 }, (_, at) => i + Math.floor(at / 1024));
}

function binary(...labels: readonly number[][]): Uint8Array {
  return Uint8Array.from(labels.flatMap((header, i) => [...header, ...pixels(i)]));
}

async function errorOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  return (error as DatasetError).message;
}

describe('cifarBinary', () => {
  it('reads CIFAR-10 of several files, gzipped or not', async () => {
    const files = [binary([6], [9]), new Uint8Array(gzipSync(binary([0])))];
    const dataset = await cifarBinary(files);
    expect([dataset.length, dataset.channels, dataset.height, dataset.width]).toEqual([3, 3, 32, 32]);
    expect([...dataset.labels]).toEqual([6, 9, 0]);
    expect(dataset.at(1).pixels).toEqual(pixels(1));
    expect(dataset.at(2).pixels).toEqual(pixels(0));
    expect(dataset.classes?.[6]).toBe('frog');
  });

  it('reads the fine or the coarse labels of CIFAR-100', async () => {
    const file = binary([19, 99], [0, 1]);
    const fine = await cifarBinary(file, { kind: 'cifar100' });
    expect([...fine.labels]).toEqual([99, 1]);
    expect(fine.classes).toBeUndefined();
    const classes = Array.from({ length: 20 }, (_, i) => `group ${i}`);
    const coarse = await cifarBinary(file, {
      kind: 'cifar100',
      labels: 'coarse',
      classes,
      card: { name: 'groups' },
    });
    expect([...coarse.labels]).toEqual([19, 0]);
    expect(coarse.at(1).pixels).toEqual(pixels(1));
    expect([coarse.classes, coarse.card?.name]).toEqual([classes, 'groups']);
  });

  it.each([
    [
      'a file that is cut',
      binary([1]).subarray(1),
      {},
      '<bytes> has 3072 bytes: expected a multiple of 3073, for whole images.',
    ],
    [
      'a label without a class',
      binary([1], [10]),
      {},
      '<bytes> has the label 10 for image 1: expected 0 to 9.',
    ],
    [
      'a coarse label without a class',
      binary([20, 1]),
      { kind: 'cifar100', labels: 'coarse' },
      '<bytes> has the label 20 for image 0: expected 0 to 19.',
    ],
    [
      'another kind',
      binary([1]),
      { kind: 'cifar' },
      '`kind` must be one of cifar10, cifar100, received "cifar".',
    ],
    [
      'other labels',
      binary([1]),
      { labels: 'both' },
      '`labels` must be one of fine, coarse, received "both".',
    ],
    [
      'coarse labels of CIFAR-10',
      binary([1]),
      { labels: 'coarse' },
      'CIFAR-10 has no coarse labels: expected `labels` to be fine.',
    ],
    ['no file', [], {}, 'CIFAR was given no file: expected one or more.'],
  ])('refuses %s', async (_, files, options, message) => {
    expect(await errorOf(cifarBinary(files, options as object))).toBe(message);
  });

  it('fails only as it should', async () => {
    const corpus = [binary([6], [9]), new Uint8Array(gzipSync(binary([0])))];
    const { read, refused } = await expectOnlyDatasetErrors((bytes) => cifarBinary(bytes), corpus);
    expect(Math.min(read, refused)).toBeGreaterThan(0);
  });
});

describe('cifarPickle', () => {
  it('reads CIFAR-10 as Python 2 and Python 3 pickle it', async () => {
    const first = pickle('cifar10-python2');
    const one = await cifarPickle(first);
    expect([...one.labels]).toEqual([6, 9]);
    expect(one.pixels.buffer).toBe(first.buffer);
    expect(one.classes?.[9]).toBe('truck');
    const both = await cifarPickle([first, pickle('cifar10-python3')]);
    expect([...both.labels]).toEqual([6, 9, 1, 0]);
    for (const [i, value] of [0, 1, 0, 1].entries()) expect(both.at(i).pixels).toEqual(pixels(value));
  });

  it('reads the fine or the coarse labels of CIFAR-100, the latter an array here', async () => {
    const file = pickle('cifar100');
    expect([...(await cifarPickle(file, { kind: 'cifar100' })).labels]).toEqual([99, 0]);
    expect([...(await cifarPickle(file, { kind: 'cifar100', labels: 'coarse' })).labels]).toEqual([19, 3]);
  });

  it.each([
    [
      'another dataset',
      'cifar100',
      {},
      '<bytes> has a dict with data, fine_labels, coarse_labels: expected data and labels.',
    ],
    ['what is not a dict', 'cyclic', {}, '<bytes> is not a pickled dict: expected one with data and labels.'],
    ['an array alone', 'uint8-4', {}, '<bytes> is not a pickled dict: expected one with data and labels.'],
    [
      'a pickle that would run',
      'bad-system-2',
      {},
      '<bytes> has the name "posix.system" (GLOBAL) at byte 2: expected plain data and NumPy arrays, as nothing in a pickle is ever run.',
    ],
  ])('refuses %s', async (_, name, options, message) => {
    expect(await errorOf(cifarPickle(pickle(name), options))).toBe(message);
  });

  it('does not write out a label that holds the one below it twice, forty times over', async () => {
    const nested = Buffer.from(`]q\x010${'h\x01h\x01\x86q\x010'.repeat(40)}`, 'latin1');
    const data =
      'U\x04datacnumpy.core.numeric\n_frombuffer\n(B\x00\x0c\x00\x00' +
      '\x00'.repeat(3072) +
      'cnumpy\ndtype\nU\x02u1\x85RK\x01M\x00\x0c\x86X\x01\0\0\0CtR';
    const dict = Buffer.from(`}(${data}U\x06labels]h\x01au.`, 'latin1');
    expect(await errorOf(cifarPickle(Uint8Array.from([...nested, ...dict])))).toBe(
      '<bytes> has the label an array of 2 for image 0: expected 0 to 9.',
    );
  });

  it('fails only as it should', async () => {
    const corpus = [pickle('cifar10-python2'), pickle('cifar10-python3')];
    await expectOnlyDatasetErrors((bytes) => cifarPickle(bytes), corpus);
  });
});
