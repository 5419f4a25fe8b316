import { readFileSync } from 'node:fs';
import { SpecError } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { type LossSpec, losses, lossOf } from './losses.js';
import { type OptimizerSpec, optimizerOf, optimizers } from './optimizers/optimizers.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const sectionOf = (heading: string) => readme.split(`### ${heading}\n`)[1]?.split(/\n##? |\n\*\*/)[0] ?? '';
const rowOf = (section: string, name: string) =>
  section.split('\n').find((line) => line.startsWith(`| \`${name}\` `));

/** The options that a spec may have, as the refusal of one that is like no other lists them. */
function optionsOf(parse: (spec: never) => unknown, type: string): string[] {
  try {
    parse({ type, qqqqqqqqqqqqqqqqqqqqqqqq: 1 } as never);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const names = /one of (.*)\.$/.exec(error.message)?.[1];
    return names ? names.split(', ') : [];
  }
  throw new Error(`${type} takes anything.`);
}

test('the reference lists every loss with its options', () => {
  for (const name of Object.keys(losses)) {
    const row = rowOf(sectionOf('Losses'), name);
    expect(row, name).toBeDefined();
    for (const option of optionsOf((spec) => lossOf(spec as LossSpec), name))
      expect(row).toContain(`\`${option}\``);
  }
});

test('the reference lists every optimizer with its options', () => {
  const section = sectionOf('Optimizers');
  for (const name of Object.keys(optimizers)) {
    expect(rowOf(section, name), name).toBeDefined();
    const options = optionsOf((spec) => optimizerOf(spec as OptimizerSpec), name);
    expect(options.length).toBeGreaterThan(4);
    for (const option of options) expect(section, `${option} of ${name}`).toContain(`\`${option}\``);
  }
});
