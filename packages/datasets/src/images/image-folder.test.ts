import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../../test/images/encode-png.js';
import { imageFixture } from '../../test/images/fixtures.js';
import { DatasetError } from '../error.js';
import { type ImageFolderOptions, imageFolder } from './image-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function fill(files: Record<string, Uint8Array>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** Gray, of one value. */
function gray(value: number, width = 2, height = 1): Uint8Array {
  const options = { width, height, depth: 8, color: 0, interlaced: false };
  return encodePng({ ...options, samples: () => [value], filter: () => 0 });
}

/** Color, red being x and green being y. */
function ramp(width: number, height: number): Uint8Array {
  const options = { width, height, depth: 8, color: 2, interlaced: false };
  return encodePng({ ...options, samples: (x, y) => [x, y, 7], filter: () => 0 });
}

async function errorOf(options?: ImageFolderOptions): Promise<string> {
  const error = await imageFolder(folder, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatasetError);
  return (error as DatasetError).message.replaceAll(folder, 'FOLDER');
}

describe('imageFolder', () => {
  it('reads images label by label, in code-unit order', async () => {
    await fill({ 'b/2.png': gray(2), 'b/10.PNG': gray(10), 'Z/a.png': gray(1), 'é/x.png': gray(3) });
    const dataset = await imageFolder(folder);
    expect(dataset.classes).toEqual(['Z', 'b', 'é']);
    expect([...dataset].map(({ pixels, label }) => [...pixels, label])).toEqual([
      [1, 1, 0],
      [10, 10, 1],
      [2, 2, 1],
      [3, 3, 2],
    ]);
    expect([dataset.channels, dataset.height, dataset.width]).toEqual([1, 1, 2]);
    expect(dataset.card?.name).toBe(basename(folder));
  });

  it('reads JPEG and PNG together, gray as color if the first is color', async () => {
    const file = imageFixture('jpeg-444');
    await fill({ 'a/1.jpg': file.file, 'a/2.jpeg': file.file, 'b/1.png': gray(9, file.width, file.height) });
    const dataset = await imageFolder(folder);
    expect([dataset.length, dataset.channels, dataset.height, dataset.width]).toEqual([3, 3, 52, 76]);
    expect(new Set(dataset.at(2).pixels)).toEqual(new Set([9]));
  });

  it('skips hidden files, other files, deeper folders, and follows links', async () => {
    await fill({ 'a/1.png': gray(1), 'a/.2.png': gray(2), 'a/notes.txt': gray(3), 'a/deep/3.png': gray(3) });
    await fill({ '.b/1.png': gray(4), 'top.png': gray(5) });
    await symlink(join(folder, 'a'), join(folder, 'c'));
    const dataset = await imageFolder(folder);
    expect([dataset.length, dataset.classes]).toEqual([2, ['a', 'c']]);
  });

  it('makes an image of another size fit, if asked to', async () => {
    await fill({ 'a/1.png': ramp(4, 4), 'a/2.png': ramp(6, 8) });
    const first = (options: ImageFolderOptions) =>
      imageFolder(folder, options).then((dataset) => dataset.at(1).pixels);
    expect([...(await first({ fit: 'crop' })).subarray(0, 16)]).toEqual([
      1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4,
    ]);
    expect([...(await first({ fit: 'crop' })).subarray(16, 24)]).toEqual([2, 2, 2, 2, 3, 3, 3, 3]);
    const padded = await first({ fit: 'pad', size: { height: 10, width: 8 } });
    expect([...padded.subarray(160, 178)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7, 7, 7, 0, 0, 7]);
    const scaled = await first({ fit: 'scale', size: { height: 4, width: 3 } });
    // Means of two columns, weighted towards the edges by their neighbors.
    expect([...scaled.subarray(0, 3)]).toEqual([1, 3, 4]);
    expect([...scaled.subarray(12, 24)]).toEqual([1, 1, 1, 3, 3, 3, 5, 5, 5, 6, 6, 6]);
    expect(new Set(scaled.subarray(24))).toEqual(new Set([7]));
    const enlarged = await first({ fit: 'scale', size: { height: 8, width: 12 } });
    expect([...enlarged.subarray(0, 12)]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it.each<[string, Record<string, Uint8Array>, ImageFolderOptions, string]>([
    [
      'an image of another size',
      { 'a/1.png': gray(1), 'a/2.png': gray(1, 3, 4) },
      {},
      'FOLDER/a/2.png is 3 × 4 pixels: expected 2 × 1, as all images have one size (or `fit`: scale, crop or pad).',
    ],
    [
      'too small an image to crop',
      { 'a/1.png': gray(1) },
      { fit: 'crop', size: { height: 2, width: 2 } },
      'FOLDER/a/1.png is 2 × 1 pixels: expected 2 × 2 or more, to crop it.',
    ],
    [
      'too large an image to pad',
      { 'a/1.png': gray(1) },
      { fit: 'pad', size: { height: 1, width: 1 } },
      'FOLDER/a/1.png is 2 × 1 pixels: expected 1 × 1 or less, to pad it.',
    ],
    [
      'colors after gray',
      { 'a/1.png': gray(1), 'a/2.png': ramp(2, 1) },
      {},
      'FOLDER/a/2.png has colors, but the first image is gray: expected gray, or `channels` that says 3 or 1.',
    ],
    [
      'no folder for a label',
      { 'a.png': gray(1) },
      {},
      'There is no folder in FOLDER: expected one folder of images per label.',
    ],
    [
      'a label without images',
      { 'a/1.txt': gray(1) },
      {},
      'There is no image in FOLDER/a: expected .png, .jpg or .jpeg files.',
    ],
    [
      'another format',
      { 'a/1.png': gray(1), 'a/2.webp': gray(1) },
      {},
      'FOLDER/a/2.webp is of a format that is not read: expected PNG or JPEG.',
    ],
    [
      'a damaged image',
      { 'a/1.png': gray(1).subarray(0, 60) },
      {},
      'FOLDER/a/1.png ends in its chunk "IDAT": expected a whole PNG image.',
    ],
    [
      'too many pixels',
      { 'a/1.png': gray(1) },
      { maxPixels: 1 },
      'FOLDER/a/1.png is 2 × 1: expected at most 1 pixels (`maxPixels`), as so large an image can fill the memory.',
    ],
    [
      'more than fits in memory',
      { 'a/1.png': gray(1) },
      { fit: 'scale', size: { height: 65536, width: 65537 } },
      'FOLDER has 1 images of 1 × 65536 × 65537, 4295032832 bytes together: expected at most 4294967296 (a smaller `size` with `fit`).',
    ],
    [
      'another fit',
      {},
      { fit: 'squeeze' as 'scale' },
      '`fit` must be one of refuse, scale, crop, pad, received "squeeze".',
    ],
    [
      'a size of nothing',
      {},
      { size: { height: 0, width: 1 } },
      'The height of `size` must be a whole number of at least 1, received 0.',
    ],
    [
      'an option it does not have',
      {},
      { resize: 1 } as object,
      'imageFolder has no option "resize"; the nearest is "size".',
    ],
  ])('refuses %s', async (_, files, options, message) => {
    await fill(files);
    expect(await errorOf(options)).toBe(message);
  });

  it('says that the folder is missing or a file', async () => {
    await expect(imageFolder(join(folder, 'x'))).rejects.toThrow(
      new DatasetError(`There is no folder ${join(folder, 'x')}.`),
    );
    await fill({ x: gray(1) });
    await expect(imageFolder(join(folder, 'x'))).rejects.toThrow(
      'x is not a folder: expected one with a folder of images per label.',
    );
  });

  it('makes gray or color of all images, if asked to', async () => {
    await fill({ 'a/1.png': gray(5), 'a/2.png': ramp(2, 1) });
    expect((await imageFolder(folder, { channels: 3 })).at(0).pixels).toEqual(new Uint8Array(6).fill(5));
    expect([...(await imageFolder(folder, { channels: 1 })).at(1).pixels]).toEqual([1, 1]);
  });
});
