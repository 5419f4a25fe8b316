import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.js';
import { fashionMnist, mnist } from './mnist.js';

function idx(shape: readonly number[], data: Uint8Array): Uint8Array {
  return Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255]), ...data]);
}

const pixels = Uint8Array.from({ length: 3 * 784 }, (_, i) => i % 256);
const FILES = {
  'train-images-idx3-ubyte.gz': gzipSync(idx([3, 28, 28], pixels)),
  'train-labels-idx1-ubyte.gz': gzipSync(idx([3], Uint8Array.of(5, 0, 9))),
  't10k-images-idx3-ubyte': idx([1, 28, 28], pixels.subarray(784, 1568)),
  't10k-labels-idx1-ubyte': idx([1], Uint8Array.of(7)),
};

describe.each([
  ['mnist', mnist, ['5', '0', '9'], '7'],
  ['fashion-mnist', fashionMnist, ['Sandal', 'T-shirt/top', 'Ankle boot'], 'Sneaker'],
])('%s', (name, load, classes, testClass) => {
  it('reads the files of a folder, packed or not', async () => {
    const folder = await temporaryFolder(FILES);
    const train = await load({ folder });
    expect(train.toArray().map(({ label }) => train.classes?.[label])).toEqual(classes);
    expect([train.channels, train.height, train.width]).toEqual([1, 28, 28]);
    expect(train.pixels).toEqual(pixels);
    expect(train.card?.name).toBe(name);
    const test = await load({ split: 'test', folder });
    expect(test.at(0).pixels).toEqual(pixels.subarray(784, 1568));
    expect(test.classes?.[test.at(0).label]).toBe(testClass);
  });

  it('refuses another split, another option and a folder without the files', async () => {
    const folder = await temporaryFolder();
    await expect(load({ folder })).rejects.toThrow(/^There is no train-\w+-idx\d-ubyte\.gz or train-/);
    await expect(load({ split: 'validation' as 'test' })).rejects.toThrow(
      `${name} has no split "validation": expected train, test.`,
    );
    await expect(load({ spilt: 'test' } as object)).rejects.toThrow(
      `${name} has no option "spilt"; the nearest is "split".`,
    );
  });
});
