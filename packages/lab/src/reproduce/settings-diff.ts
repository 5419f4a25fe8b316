import { written } from '../fields/field.js';
import { flatten } from '../recipes/flat.js';
import { complete } from '../recipes/override.js';
import type { Settings } from '../recipes/recipe.js';
import { changesOf, type Phase, settingsIn } from '../runs/phases.js';

/** A setting that a run was made with and that is another one now, both as they are typed. */
export interface Difference {
  key: string;
  before: string;
  now: string;
}

/** What decides how a run is trained. */
export interface Plan {
  settings: Settings;
  /** How it goes on, of a training in several phases. */
  phases?: readonly Phase[] | undefined;
}

/**
 * The first setting in which a run differs from what it should have been made with. Where the data lay does not
 * matter.
 *
 * @param made - Of a run, which says nothing of settings that did not exist yet.
 */
export function differenceOf(made: Plan, wanted: Plan): Difference | undefined {
  const flat = flatten(complete(made.settings));
  for (const [key, value] of flatten(wanted.settings)) {
    const [before, now] = [written(flat.get(key) ?? null), written(value)];
    if (key !== 'dataset.folder' && before !== now) return { key, before, now };
  }
  const [before, now] = [phasesOf(made), phasesOf(wanted)];
  return before === now ? undefined : { key: 'phases', before, now };
}

/** The phases after the first one, as what each changes: `learningRate=0.001 epochs=3, …`. */
function phasesOf({ settings, phases = [] }: Plan): string {
  const first = complete(settings);
  const all = phases.map((phase, k) => {
    const changes = changesOf(settingsIn(first, phases, k + 1), settingsIn(first, phases, k + 2));
    const start = phase.afterStep === undefined ? [] : [['afterStep', phase.afterStep] as const];
    return [...start, ...changes].map(([key, value]) => `${key}=${written(value)}`).join(' ');
  });
  return all.join(', ') || 'none';
}
