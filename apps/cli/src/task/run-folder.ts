import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors/usage-error.js';

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

/** @throws UsageError if no run of the recipe waits to be gone on with. */
export async function interruptedRunFolder(recipe: string): Promise<string> {
  const waiting: { path: string; at: number }[] = [];
  for (const number of await numbersOf(recipe)) {
    const path = join(RUNS, `${recipe}-${number}`);
    // A run that failed before its first checkpoint holds nothing to go on with.
    const checkpoint = join(path, 'checkpoints', 'last.safetensors');
    if (!existsSync(checkpoint) || existsSync(join(path, 'result.json'))) continue;
    waiting.push({ path, at: (await stat(checkpoint)).mtimeMs });
  }
  const newest = waiting.sort((a, b) => b.at - a.at)[0];
  if (!newest) {
    throw new UsageError(
      `No run of ${recipe} in ${RUNS}/ was interrupted: start one without --resume, or name its folder by --run.`,
    );
  }
  return newest.path;
}
