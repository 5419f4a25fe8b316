import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, inject, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code!);
const folder = mkdtempSync(join(inject('freshPackages'), 'example-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('the library examples of the README run as they are written, and learn', async () => {
  expect(examples).toHaveLength(2);
  for (const code of examples) {
    const args = ['--input-type=module', '-e', code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
    expect(Number.parseFloat(stdout)).toBeGreaterThan(0.4);
  }
});

it('the picture of the README is there, and small', () => {
  const [, path] = /!\[[^\]]*\]\(([^)]+)\)/.exec(readme)!;
  expect(statSync(root + path).size).toBeLessThan(60_000);
});
