import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import * as api from './index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');
/** Those that need no network. */
const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code!);

test('the examples print what the comments beside them say', async () => {
  const folder = await mkdtemp(join(inject('freshPackages'), 'example-'));
  try {
    expect(examples.length).toBeGreaterThanOrEqual(3);
    for (const [i, code] of examples.entries()) {
      const file = join(folder, `example-${i}.mjs`);
      await writeFile(file, code);
      const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
      const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
      expect(expected.length).toBe(code.split('console.log').length - 1);
      expect(stdout.trimEnd().split('\n')).toEqual(expected);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('every function, class and constant is named', () => {
  for (const name of Object.keys(api)) expect(readme, name).toContain(`\`${name}`);
});

test('the table has every dataset of the catalog, with its number of examples', () => {
  for (const [name, { splits = {} }] of Object.entries(api.cards)) {
    const called = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${called}(`));
    expect(row, name).toBeDefined();
    for (const { examples } of Object.values(splits)) {
      if (examples > 1) expect(row).toContain(examples.toLocaleString('en'));
    }
  }
});
