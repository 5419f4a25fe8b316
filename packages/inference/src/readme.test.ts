import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { loadModel } from './load-model.js';

test('a language model is exported as the README of @rnnlab/onnx shows', async () => {
  const text = await readFile(new URL('../../onnx/README.md', import.meta.url), 'utf8');
  const [, script] = /### Language models\n[\s\S]*?```js\n([\s\S]*?)```/.exec(text)!;
  const folder = await mkdtemp(join(tmpdir(), 'rnnlab-'));
  try {
    const path = join(folder, 'model.onnx');
    const own = script!.replace("'model.onnx'", JSON.stringify(path));
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', own], {
      cwd: inject('freshPackages'),
    });
    const model = await loadModel(path, { input: 'language' });
    expect(model.title).toBe('Hamlet');
    const [{ tokens, natsPerToken } = expect.fail('no score')] = await model.score(['To be']);
    await model.close();
    expect(tokens).toBe(5);
    expect(natsPerToken).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
