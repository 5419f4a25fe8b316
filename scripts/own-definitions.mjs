// A part of check-packed.mjs: a cell, a layer, a loss, a metric, an optimizer and a schedule of a user's own, in three processes
// that know nothing of the repository.

import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What each process prints. */
const EXPECTED = {
  '1-train-and-stop.mjs': [/^interrupted after 2 epochs and [1-9]\d* batches$/],
  '2-resume-and-export.mjs': [
    /^same parameters true$/,
    /^same slots true$/,
    /^same history true$/,
    /^accuracy 0\.[89]\d* balanced 0\.[6-9]\d*$/,
  ],
  '3-without-definitions.mjs': [
    /^Own zero one two predicts 20 sequences$/,
    /^same predictions true$/,
    undefinedIn('layer', 'Layer 1: ', 'layer', 'mine/attention-pool', 'SPEC'),
    undefinedIn('cell', 'Layer 1 (recurrent): ', 'cell', 'mine/peephole-lstm', 'SPEC'),
    undefinedIn('checkpoint', 'Layer 1 (recurrent): ', 'cell', 'mine/peephole-lstm', 'SPEC'),
    undefinedIn('training', 'Layer 1 (recurrent): ', 'cell', 'mine/peephole-lstm', 'SPEC'),
    undefinedIn('loss', '', 'loss', 'mine/focal', 'SPEC'),
    undefinedIn('optimizer', '', 'optimizer', 'mine/lion', 'SPEC'),
    undefinedIn('schedule', '', 'schedule', 'mine/triangle', 'TRAINING'),
    undefinedIn('metric', 'fit: ', 'metric', 'mine/balanced-accuracy', 'TRAINING'),
    undefinedIn('export', '', 'loss', 'mine/focal', 'SPEC'),
  ],
};

/** The line about what a process does not know. */
function undefinedIn(attempt, where, kind, name, code) {
  const define = `define${kind[0].toUpperCase()}${kind.slice(1)}`;
  return `${attempt}: RNNLAB_${code} ${where}There is no ${kind} "${name}": it is not one of RNNLab's, and ${define} was not called for it in this process.`;
}

/**
 * Runs the processes in a folder of their own, each after the other.
 *
 * @param work - Where the packages are installed.
 * @param run - Runs a program: `(file, args, options)`.
 * @returns How many lines were as expected.
 * @throws {Error} For a line that is not.
 */
export async function runOwnDefinitions(work, root, run) {
  const folder = join(work, 'own');
  await cp(join(root, 'packages/trainer/test/own'), folder, { recursive: true });
  let lines = 0;
  for (const [name, expected] of Object.entries(EXPECTED)) {
    const { stdout } = await run(process.execPath, [name], { cwd: folder });
    const printed = stdout.trimEnd().split('\n');
    const isRight = (line, k) =>
      expected[k] instanceof RegExp ? expected[k].test(line) : expected[k] === line;
    const wrong = printed.filter((line, k) => !isRight(line, k));
    if (wrong.length > 0 || printed.length !== expected.length) {
      throw new Error(`${name} printed\n${stdout}of which these are not as expected:\n${wrong.join('\n')}`);
    }
    lines += printed.length;
  }
  return `${lines} lines of ${Object.keys(EXPECTED).length} processes`;
}

/**
 * Checks the definitions as TypeScript does with the installed declarations: it infers the types of options from their schemas.
 *
 * @throws {Error} For an error of types, and if a wrong type is none.
 */
export async function checkOwnTypes(work, root, run) {
  const folder = join(work, 'own');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--allowJs', '--checkJs', '--pretty', 'false', '--skipLibCheck'];
  const target = ['--target', 'es2022', '--lib', 'es2023,dom', '--module', 'nodenext'];
  await writeFile(
    join(folder, 'use.ts'),
    `import './definitions.mjs';
import type { ModelSpec } from '@rnnlab/models';
import { defineLayer } from '@rnnlab/models';
import type { FitOptions } from '@rnnlab/trainer';

export const spec: ModelSpec = {
  input: { type: 'tokens', vocabulary: 9 },
  layers: [
    { type: 'one-hot' },
    { type: 'recurrent', cell: 'mine/peephole-lstm', units: 4 },
    { type: 'mine/attention-pool', temperature: 2 },
    // @ts-expect-error: one of ours is checked.
    { type: 'dense', unit: 3 },
  ],
};
export const options: Partial<FitOptions> = {
  loss: { type: 'mine/focal', gamma: 1 },
  optimizer: { type: 'mine/lion', clipNorm: 1 },
  schedule: { type: 'mine/triangle' },
  metrics: [{ type: 'mine/balanced-accuracy' }],
  monitor: 'mine/balanced-accuracy',
};
defineLayer({
  type: 'mine/typed',
  doc: 'Types.',
  options: { mode: { enum: ['a', 'b'], default: 'a', description: 'A or B.' } },
  output(options, input) {
    const mode: 'a' | 'b' = options.mode;
    // @ts-expect-error: there is no such option.
    options.other;
    return mode === 'a' ? input : { kind: 'vector', features: 1 };
  },
  parameters: () => ({}),
  apply: (ops, _, { value }) => ({ value: ops.mul(ops.sub(1, value), 2) }),
});
`,
  );
  await run(process.execPath, [tsc, ...options, ...target, 'definitions.mjs', 'use.ts'], { cwd: folder });
}
