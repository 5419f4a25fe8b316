import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors/usage-error.js';
import { written } from '../fields/field.js';
import { complete } from '../recipes/define.js';
import { flatten } from '../recipes/flat.js';
import { absolutePaths } from '../task/load-data.js';
import type { Config } from '../task/stored-run.js';
import type { Job } from './job.js';

/**
 * Where the run of a job stands.
 *
 * @throws UsageError if it was made with other settings: what is there is not overwritten.
 */
export async function stateOf({ folder, settings }: Job): Promise<'new' | 'started' | 'finished'> {
  const file = join(folder, 'config.json');
  if (!existsSync(file)) return 'new';
  const config = JSON.parse(await readFile(file, 'utf8')) as Config;
  const before = flatten(complete(config.settings));
  for (const [key, value] of flatten(absolutePaths(settings))) {
    // Data are told apart by their digest, wherever they lie.
    if (key === 'dataset.folder' || written(before.get(key) ?? null) === written(value)) continue;
    throw new UsageError(
      `The run in ${folder} was made with ${key}=${written(before.get(key) ?? null)}, and this suite needs ` +
        `${key}=${written(value)}: remove that folder, or choose another one by --out.`,
    );
  }
  return existsSync(join(folder, 'result.json')) ? 'finished' : 'started';
}
