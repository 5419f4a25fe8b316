import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examplesOf, readmeOf, runExample } from '../../shared/test/examples.js';
import * as api from './index.js';

const readme = await readmeOf(import.meta.url);

test('the first example trains, opens, exports and predicts', async () => {
  const stdout = await runExample(examplesOf(readme)[0]!, (folder) => {
    expect(existsSync(join(folder, 'names.onnx'))).toBe(true);
  });
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.slice(2)).toEqual(['true', 'names.onnx Polish']);
});

test('every function, class and constant is named, and every folder has its line', async () => {
  for (const name of Object.keys(api)) expect(readme, name).toContain(`\`${name}`);
  const entries = await readdir(new URL('.', import.meta.url), { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) expect(readme).toContain(`\`${entry.name}/\``);
});
