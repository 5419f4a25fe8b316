import { expect, test } from 'vitest';
import { examplesOf, expectComments, readmeOf } from '../../shared/test/examples.js';
import * as api from './index.js';

const readme = await readmeOf(import.meta.url);

test('the examples print what the comments beside them say', async () => {
  const examples = examplesOf(readme);
  expect(examples.length).toBeGreaterThanOrEqual(3);
  await expectComments(examples);
});

test('every function and constant is named', () => {
  for (const name of Object.keys(api)) expect(readme, name).toContain(`\`${name}`);
});
