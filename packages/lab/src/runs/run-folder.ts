import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../error.js';

const RUNS = 'runs';

const present = (path: string): Promise<string[]> => readdir(path).catch(() => []);

/** Numbers of the folders `runs/<recipe>-<number>`. */
async function numbersOf(recipe: string): Promise<number[]> {
  const prefix = `${recipe}-`;
  return (await present(RUNS))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)));
}

/** The folder of a new run: `runs/<recipe>-<number>` with the next free number. */
export async function newRunFolder(recipe: string): Promise<string> {
  return join(RUNS, `${recipe}-${Math.max(0, ...(await numbersOf(recipe))) + 1}`);
}

/**
 * The newest run of a recipe in `runs` that was interrupted.
 *
 * @throws LabError if there is none.
 */
export async function interruptedRun(recipe: string): Promise<string> {
  const waiting: { path: string; at: number }[] = [];
  for (const number of await numbersOf(recipe)) {
    const path = join(RUNS, `${recipe}-${number}`);
    // A run that failed before its first checkpoint holds nothing to resume.
    const checkpoint = join(path, 'checkpoints', 'last.safetensors');
    if (!existsSync(checkpoint) || existsSync(join(path, 'result.json'))) continue;
    waiting.push({ path, at: (await stat(checkpoint)).mtimeMs });
  }
  const newest = waiting.sort((a, b) => b.at - a.at)[0];
  if (!newest) {
    throw new LabError(
      `No run of ${recipe} in ${RUNS}/ was interrupted: start a new one, or name the folder of one that lies elsewhere.`,
      { option: 'out' },
    );
  }
  return newest.path;
}
