import type { Data } from '../tasks/task.js';
import type { Config } from './config.js';
import { tokenUnit } from './language-rows.js';

/** What the data of a run are counted in, in the singular. */
export interface Units {
  /** All of them together. */
  data: string;
  /** A part that is trained on or scored. */
  part: string;
}

/** A stream is read token by token, whatever its text is counted in. */
export function unitsOf({ unit, settings }: Pick<Config, 'unit' | 'settings'>, { loaded }: Data): Units {
  if (!('shape' in loaded)) return { data: unit, part: unit };
  if (loaded.shape === 'stream') return { data: 'character', part: tokenUnit(settings) };
  // A recipe of one long text may be given lines.
  const own = unit === 'character' ? 'line' : unit;
  return { data: own, part: own };
}
