import { expect, test } from 'vitest';
import { examplesOf, expectComments, readmeOf } from '../../shared/test/examples.js';
import * as api from './index.js';

const readme = await readmeOf(import.meta.url);

test('the examples print what the comments beside them say', async () => {
  // Those that need no network are in js.
  const examples = examplesOf(readme);
  expect(examples.length).toBeGreaterThanOrEqual(3);
  await expectComments(examples);
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
