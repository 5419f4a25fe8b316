import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../error.js';
import { changeSettings } from '../recipes/change.js';
import { openStored } from '../runs/stored-run.js';
import type { Job } from './job.js';
import { differenceOf } from './settings-diff.js';

/**
 * Where the run of a job stands.
 *
 * @throws LabError if it was made with other settings: what is there is not overwritten.
 */
export async function stateOf({
  folder,
  settings,
  recipe: { name, phases },
}: Job): Promise<'new' | 'started' | 'finished'> {
  if (!existsSync(join(folder, 'config.json'))) return 'new';
  const { config } = await openStored(folder);
  const other = differenceOf(config, { settings: changeSettings({ name, settings }), phases });
  if (other) {
    throw new LabError(
      `The run in ${folder} was made with ${other.key}=${other.before}, and this suite needs ` +
        `${other.key}=${other.now}: remove that folder, or choose another one.`,
      { option: 'out' },
    );
  }
  return existsSync(join(folder, 'result.json')) ? 'finished' : 'started';
}
