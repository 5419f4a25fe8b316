import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { examplesOf, runExample } from '../../../packages/shared/test/examples.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

it('the library examples of the README run as they are written, and learn', async () => {
  const examples = examplesOf(readme);
  expect(examples).toHaveLength(2);
  for (const code of examples) expect(Number.parseFloat(await runExample(code))).toBeGreaterThan(0.4);
});

it('the picture of the README is there, and small', () => {
  const [, path] = /!\[[^\]]*\]\(([^)]+)\)/.exec(readme)!;
  expect(statSync(root + path).size).toBeLessThan(60_000);
});
