import { expect, test } from 'vitest';
import { exportImages, imageMetadata, readers } from '../../test/export-images.js';
import { exportModel } from '../../test/export-model.js';
import { loadModel } from '../load-model.js';

const { pixels, rows, vector } = readers;
const cannot = 'Cannot load the given bytes: ';

test.each<[Record<string, unknown>, string]>([
  [{ channels: 0 }, '`image.channels` in its metadata `rnnlab` must be a size of at least 1, received 0.'],
  [{ width: 'six' }, '`image.width` in its metadata `rnnlab` must be a size of at least 1, received "six".'],
  [
    { height: 2 ** 30 },
    '`image` in its metadata `rnnlab` must be an image of at most 67108864 numbers, received "2 × 1073741824 × 6".',
  ],
  [{ scale: 0 }, '`image.scale` in its metadata `rnnlab` must be a number above 0, received 0.'],
  [
    { mean: [1] },
    '`image.mean` in its metadata `rnnlab` must be a list of 2 numbers, received an array of 1.',
  ],
  [
    { deviation: [1, 0] },
    '`image.deviation` in its metadata `rnnlab` must be a list of 2 numbers above 0, received an array of 2.',
  ],
])('the image %j is refused', async (image, reason) => {
  await expect(loadModel(exportImages(pixels, imageMetadata({}, image)).bytes)).rejects.toThrow(
    cannot + reason,
  );
});

test('a file without the size of its images is refused', async () => {
  const { bytes } = exportImages(pixels, imageMetadata({ image: undefined }));
  await expect(loadModel(bytes)).rejects.toThrow(
    '`image` in its metadata `rnnlab` must be an object, received nothing.',
  );
});

test.each([
  ['pixels', pixels, 'pixels float [batch, 2, 8, 6]'],
  ['rows', rows, 'features float [batch, steps, 12] and lengths int32 [batch]'],
  ['a vector', vector, 'features float [batch, 96]'],
])('a model that reads %s of other images than the file says is refused', async (_, spec, reads) => {
  const { bytes } = exportImages(spec, imageMetadata({}, { height: 9, width: 7 }));
  await expect(loadModel(bytes)).rejects.toThrow(
    `${cannot}the model reads ${reads}, expected pixels float [batch, 2, 9, 7], or features float [batch, steps, 14] ` +
      'and lengths int32 [batch], or features float [batch, 126].',
  );
});

test('a model of the other kind than asked for is refused', async () => {
  await expect(loadModel(exportImages(pixels).bytes, { input: 'text' })).rejects.toThrow(
    `${cannot}the model reads image, expected text.`,
  );
  await expect(loadModel(exportModel().bytes, { input: 'image' })).rejects.toThrow(
    `${cannot}the model reads text, expected image.`,
  );
  await expect(loadModel(exportModel().bytes, { input: 'sound' as never })).rejects.toThrow(
    'Option input must be one of text, image, tokens, sequence, language; received "sound".',
  );
});
