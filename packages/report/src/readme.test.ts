import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import * as api from './index.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

test('the example of the README writes a page', async () => {
  const folder = await mkdtemp(join(inject('freshPackages'), 'example-'));
  try {
    const [, code] = /```js\n([\s\S]*?)```/.exec(readme)!;
    await writeFile(join(folder, 'example.mjs'), code!);
    await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder });
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toMatch(
      /<h1>LSTM-128 on names<[\s\S]*84\.1%/,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every function is named', () => {
  for (const name of Object.keys(api)) expect(readme, name).toContain(`\`${name}(`);
});
