import { readFile } from 'node:fs/promises';
import { expect, inject, test } from 'vitest';
import { runScript } from '../../trainer/test/without-peers.js';
import { backendNames } from './backend.js';

const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const scripts = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, script]) => script!);

test('the first example of the README trains', async () => {
  const lines = (await runScript(inject('freshPackages'), scripts[0]!)).split('\n');
  expect(lines.at(-2)).toMatch(/^TensorFlow\.js 4\.\d+\.\d+, /);
  expect(Number(lines.at(-1))).toBeGreaterThan(0.95);
});

test('the second one gives a model of TensorFlow.js that knows both classes', async () => {
  const printed = await runScript(inject('freshPackages'), scripts[1]!);
  const [first, second] = [...printed.matchAll(/\[+([\d.]+), ([\d.]+)\]/g)].map(([, ...row]) =>
    row.map(Number),
  );
  expect(first![0]).toBeGreaterThan(0.8);
  expect(second![1]).toBeGreaterThan(0.8);
});

test('the README lists the backends in the order in which they are looked for', () => {
  const documented = [...text.matchAll(/^\| `([\w-]+)` +\| `?[@a]/gm)].map(([, name]) => name);
  expect(documented).toEqual(['auto', ...backendNames]);
});
