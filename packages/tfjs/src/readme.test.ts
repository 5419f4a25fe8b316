import { expect, test } from 'vitest';
import { examplesOf, readmeOf, runExample } from '../../shared/test/examples.js';
import { backendNames } from './backend.js';

const text = await readmeOf(import.meta.url);
const scripts = examplesOf(text);

test('the first example of the README trains', async () => {
  const lines = (await runExample(scripts[0]!)).trim().split('\n');
  expect(lines.at(-2)).toMatch(/^TensorFlow\.js 4\.\d+\.\d+, /);
  expect(Number(lines.at(-1))).toBeGreaterThan(0.95);
});

test('the second one gives a model of TensorFlow.js that knows both classes', async () => {
  const printed = await runExample(scripts[1]!);
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
