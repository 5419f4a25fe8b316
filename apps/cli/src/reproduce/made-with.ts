import { written } from '../fields/field.js';
import { complete } from '../recipes/define.js';
import { flatten } from '../recipes/flat.js';
import type { Settings } from '../recipes/recipe.js';

/** A setting that a run was made with and that is another one now, both as they are typed. */
export interface Difference {
  key: string;
  before: string;
  now: string;
}

/**
 * The first setting in which a run differs from what it should have been made with. Where the data lay does not
 * matter.
 *
 * @param made - Of a run, which says nothing of settings that did not exist yet.
 */
export function differenceOf(made: Settings, wanted: Settings): Difference | undefined {
  const flat = flatten(complete(made));
  for (const [key, value] of flatten(wanted)) {
    const [before, now] = [written(flat.get(key) ?? null), written(value)];
    if (key !== 'dataset.folder' && before !== now) return { key, before, now };
  }
  return undefined;
}
