import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluate } from '../../test/evaluate.js';
import { exportLanguageModel, lines } from '../../test/exported-models.js';
import { loadModel } from '../load-model.js';
import type { LanguageModel } from './language-model.js';

const { spec, parameters, bytes } = exportLanguageModel();
let model: LanguageModel;

beforeAll(async () => {
  model = await loadModel(bytes, { input: 'language' });
});
afterAll(() => model.close());

test('scores are those of the evaluation, however texts are grouped', async () => {
  const texts = ['abc', '', 'de ab\ncc', 'a'.repeat(150)];
  const scores = await model.score(texts);
  expect(await model.score([texts[2]!])).toEqual([
    {
      ...scores[2],
      nats: expect.closeTo(scores[2]!.nats, 4),
      natsPerToken: expect.closeTo(scores[2]!.natsPerToken, 5),
    },
  ]);
  const { size } = lines.vocabulary;
  for (const [k, text] of texts.entries()) {
    const ids = [...lines.encode(text)];
    const [rows] = await evaluate(spec, parameters, [Int32Array.from(ids)], { perStep: true });
    const nats = ids.slice(1).reduce((sum, id, step) => sum - Math.log(rows![step * size + id]!), 0);
    expect(scores[k]!.tokens).toBe(ids.length - 1);
    expect(scores[k]!.nats / nats).toBeCloseTo(1, 5);
    expect(scores[k]!.natsPerToken).toBe(scores[k]!.nats / scores[k]!.tokens);
  }
  await expect(model.score(['xyz'])).rejects.toThrow(
    'texts[0] has "x", "y", "z", which the model does not know',
  );
});
