import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { aString, checkValue, makeFolder, systemError } from '@rnnlab/shared';
import { LabError } from '../errors.js';

const RUNS = 'runs';

const present = (path: string): Promise<string[]> => readdir(path).catch(() => []);

/** The number of a folder `<recipe>-<number>`; undefined for others. */
function numberOf(name: string, recipe: string): number | undefined {
  const number = name.startsWith(`${recipe}-`) ? name.slice(recipe.length + 1) : '';
  return /^\d+$/.test(number) ? Number(number) : undefined;
}

/**
 * Makes the folder of a new run: `runs/<recipe>-<number>` with the next free number. Two programs that start together get
 * one each.
 *
 * @throws {LabError} If it cannot be made.
 */
export async function makeRunFolder(recipe: string): Promise<string> {
  const numbers = (await present(RUNS)).flatMap((name) => numberOf(name, recipe) ?? []);
  for (let number = Math.max(0, ...numbers) + 1; ; number++) {
    const path = join(RUNS, `${recipe}-${number}`);
    try {
      await makeFolder(RUNS);
      await mkdir(path);
      return path;
    } catch (error) {
      // Another one took it since.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' && existsSync(path)) continue;
      throw systemError('write', path, error, LabError);
    }
  }
}

/**
 * Finds the newest interrupted run in `runs`.
 *
 * @param recipe - Name of its recipe. Default: any.
 * @throws {LabError} If there is none.
 */
export async function interruptedRun(recipe?: string): Promise<string> {
  if (recipe !== undefined) checkValue('recipe', recipe, aString, LabError);
  const waiting: { path: string; at: number }[] = [];
  for (const name of await present(RUNS)) {
    if (recipe !== undefined && numberOf(name, recipe) === undefined) continue;
    const path = join(RUNS, name);
    // A run that failed before its first checkpoint holds nothing to resume.
    const checkpoint = join(path, 'checkpoints', 'last.safetensors');
    if (!existsSync(checkpoint) || existsSync(join(path, 'result.json'))) continue;
    waiting.push({ path, at: (await stat(checkpoint)).mtimeMs });
  }
  const newest = waiting.sort((a, b) => b.at - a.at)[0];
  if (!newest) {
    const run = recipe === undefined ? 'run' : `run of ${recipe}`;
    throw new LabError(
      `No ${run} in ${RUNS}/ was interrupted: start a new one, or name the folder of one that lies elsewhere.`,
      { option: 'out' },
    );
  }
  return newest.path;
}
