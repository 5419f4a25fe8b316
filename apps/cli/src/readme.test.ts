import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

it('the library example of the README runs as it is written, and learns', async () => {
  const code = /```js\n([\s\S]*?)```/.exec(readme)![1]!;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    cwd: inject('freshPackages'),
  });
  expect(Number(stdout)).toBeGreaterThan(0.4);
});

it('the picture of the README is there, and small', () => {
  const [, path] = /!\[[^\]]*\]\(([^)]+)\)/.exec(readme)!;
  expect(statSync(root + path).size).toBeLessThan(60_000);
});
