import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cells } from './cells.js';
import * as initializers from './initializers.js';
import { layers } from './layers/index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** The rows of the table under a heading. */
const rowsOf = (heading: string) =>
  (readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((l) => l.startsWith('| `'));

test('the reference lists every layer with all its options', () => {
  const rows = rowsOf('Layers');
  for (const [type, { options }] of Object.entries(layers)) {
    const row = rows.find((line) => line.split('|')[1]!.includes(`\`${type}\``));
    expect(row, type).toBeDefined();
    if (row!.includes('the same; `size`')) continue;
    for (const name of Object.keys(options)) expect(row, `${name} of ${type}`).toContain(`\`${name}\``);
  }
});

test('the reference lists every cell with its weights', () => {
  const rows = rowsOf('Cells');
  expect(rows).toHaveLength(Object.keys(cells).length);
  for (const [name, cell] of Object.entries(cells)) {
    const row = rows.find((line) => line.startsWith(`| \`${name}\` `));
    expect(row, name).toBeDefined();
    for (const weight of Object.keys(cell.weights(2))) expect(row, name).toContain(`\`${weight}\``);
  }
});

test('the reference lists every initializer', () => {
  for (const name of Object.keys(initializers))
    expect(rowsOf('Initializers').join('\n')).toContain(`\`${name}(`);
});
