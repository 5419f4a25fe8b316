import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examplesOf, readmeOf, runExample } from '../../shared/test/examples.js';
import * as api from './index.js';

const readme = await readmeOf(import.meta.url);

test('the example of the README writes a page', async () => {
  const [code] = examplesOf(readme);
  let page = '';
  await runExample(code!, async (folder) => {
    page = await readFile(join(folder, 'report.html'), 'utf8');
  });
  expect(page).toMatch(/<h1>LSTM-128 on names<[\s\S]*84\.1%/);
});

test('every function is named', () => {
  for (const name of Object.keys(api)) expect(readme, name).toContain(`\`${name}(`);
});
