import { expect, test } from 'vitest';
import { changeCard } from '../../test/change-model.js';
import { exportImages, readers, SIZE } from '../../test/export-images.js';
import { exportTextModel } from '../../test/export-text-model.js';
import { loadModel } from '../load-model.js';

const { pixels, rows, vector } = readers;
const cannot = 'Cannot load the given bytes: ';

test.each([
  ['pixels', pixels, 'pixels float [batch, 2, 8, 6]'],
  ['rows', rows, 'features float [batch, steps, 12] and lengths int32 [batch]'],
  ['a vector', vector, 'features float [batch, 96]'],
])('a model that reads %s of other images than the file says is refused', async (_, spec, reads) => {
  const bytes = changeCard(exportImages(spec).bytes, { image: { ...SIZE, height: 9, width: 7 } });
  await expect(loadModel(bytes)).rejects.toThrow(
    `${cannot}the model reads ${reads}, expected pixels float [batch, 2, 9, 7], or features float [batch, steps, 14] ` +
      'and lengths int32 [batch], or features float [batch, 126].',
  );
});

test('a model of the other kind than asked for is refused', async () => {
  await expect(loadModel(exportImages(pixels).bytes, { input: 'text' })).rejects.toThrow(
    `${cannot}the model reads image, expected text.`,
  );
  await expect(loadModel(exportTextModel().bytes, { input: 'image' })).rejects.toThrow(
    `${cannot}the model reads text, expected image.`,
  );
  await expect(loadModel(exportTextModel().bytes, { input: 'sound' as never })).rejects.toThrow(
    'loadModel: input must be one of text, image, tokens, sequence, language, received "sound".',
  );
});
