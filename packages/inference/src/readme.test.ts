import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runExample } from '../../shared/test/examples.js';
import { loadModel } from './load-model.js';

test('a language model is exported as the README of @rnnlab/onnx shows', async () => {
  const text = await readFile(new URL('../../onnx/README.md', import.meta.url), 'utf8');
  const [, script] = /### Language models\n[\s\S]*?```js\n([\s\S]*?)```/.exec(text)!;
  await runExample(script!, async (folder) => {
    const model = await loadModel(join(folder, 'model.onnx'), { input: 'language' });
    expect(model.title).toBe('Hamlet');
    const [{ tokens, natsPerToken } = expect.fail('no score')] = await model.score(['To be']);
    await model.close();
    expect(tokens).toBe(5);
    expect(natsPerToken).toBeGreaterThan(0);
  });
});
