import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject } from 'vitest';

/** The examples of a README, in their order. */
export const examplesOf = (readme: string): string[] =>
  [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code!);

/**
 * Runs an example as a program of its own, with our packages as they were built when the tests started.
 *
 * @param look - Given its folder, which is gone afterwards.
 * @returns What it printed.
 */
export async function runExample(
  code: string,
  look?: (folder: string) => void | Promise<void>,
): Promise<string> {
  const folder = await mkdtemp(join(inject('freshPackages'), 'example-'));
  try {
    await writeFile(join(folder, 'example.mjs'), code);
    const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder });
    await look?.(folder);
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs examples that print what the comment behind each `console.log` says. */
export async function expectComments(examples: readonly string[]): Promise<void> {
  for (const code of examples) {
    const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, comment]) => comment);
    expect(expected.length).toBe(code.split('console.log').length - 1);
    expect((await runExample(code)).trimEnd().split('\n')).toEqual(expected);
  }
}

export const readmeOf = (testFile: string): Promise<string> =>
  readFile(new URL('../README.md', testFile), 'utf8');
