import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import * as api from './index.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const [first] = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code!);

test('the first example trains, opens, exports and predicts', async () => {
  const folder = await mkdtemp(join(inject('freshPackages'), 'example-'));
  try {
    await writeFile(join(folder, 'example.mjs'), first!);
    const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe('true');
    expect(lines[3]).toBe('names.onnx Polish');
    expect(existsSync(join(folder, 'names.onnx'))).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every function, class and constant is named, and every folder has its line', async () => {
  for (const name of Object.keys(api)) expect(readme, name).toContain(`\`${name}`);
  const entries = await readdir(new URL('.', import.meta.url), { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) expect(readme).toContain(`\`${entry.name}/\``);
});
