import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors/usage-error.js';
import { absolutePaths } from '../task/load-data.js';
import type { Config } from '../task/stored-run.js';
import type { Job } from './job.js';
import { differenceOf } from './made-with.js';

/**
 * Where the run of a job stands.
 *
 * @throws UsageError if it was made with other settings: what is there is not overwritten.
 */
export async function stateOf({
  folder,
  settings,
  recipe: { phases },
}: Job): Promise<'new' | 'started' | 'finished'> {
  const file = join(folder, 'config.json');
  if (!existsSync(file)) return 'new';
  const config = JSON.parse(await readFile(file, 'utf8')) as Config;
  const other = differenceOf(config, { settings: absolutePaths(settings), phases });
  if (other) {
    throw new UsageError(
      `The run in ${folder} was made with ${other.key}=${other.before}, and this suite needs ` +
        `${other.key}=${other.now}: remove that folder, or choose another one by --out.`,
    );
  }
  return existsSync(join(folder, 'result.json')) ? 'finished' : 'started';
}
