import type { ModelSpec } from '@rnnlab/models';
import type { RunDirectory } from '@rnnlab/trainer';
import { LabError } from '../error.js';
import { checkSettings, requireKnown } from '../recipes/check.js';
import { complete } from '../recipes/override.js';
import type { Settings } from '../recipes/recipe.js';
import type { Prepared } from '../tasks/task.js';
import type { Phase } from './phases.js';

/** Of the files of a run: it rises when a key gets another meaning. */
export const RUN_FORMAT = 2;

/** What `config.json` holds: with the data and the versions it decides everything else in the folder. */
export interface Config {
  format: typeof RUN_FORMAT;
  recipe: string;
  /** What the recipe calls one example: `name`. */
  unit: string;
  /** Those of the first phase. */
  settings: Settings;
  /** Of a training in several phases: how it is resumed. */
  phases?: Phase[];
  data: { name: string; examples: number; sha256: string };
  spec: ModelSpec;
  /** The name of what trains it. */
  engine: string;
  /** Inside an operator: with another number its sums are in another order, and end in other bits. */
  threads?: number | undefined;
  versions: Record<string, string>;
}

/** What a run is to be made from, beside its data. */
export interface RunPlan extends Pick<Config, 'recipe' | 'unit' | 'settings' | 'engine' | 'threads'> {
  phases?: readonly Phase[] | undefined;
}

export const configOf = (
  { recipe, unit, settings, phases, engine, threads }: RunPlan,
  { data, spec }: Prepared,
  versions: Record<string, string>,
): Config => ({
  format: RUN_FORMAT,
  recipe,
  unit,
  settings,
  ...(phases && phases.length > 0 && { phases: [...phases] }),
  data: { name: data.card?.name ?? recipe, examples: data.examples, sha256: data.sha256 },
  spec,
  engine,
  ...(threads !== undefined && { threads }),
  versions,
});

/**
 * The configuration of a run that exists.
 *
 * @throws LabError if it is not one that this version wrote, or holds what a recipe cannot.
 */
export async function readConfig(run: RunDirectory): Promise<Config> {
  const config = await run.config<Partial<Config> | null>();
  const { format, recipe, unit = 'example', settings, spec } = config ?? {};
  if (format !== RUN_FORMAT || typeof recipe !== 'string' || !settings || !spec) {
    const found =
      typeof format === 'number' && format !== RUN_FORMAT ? `has format ${format}` : 'is not that of a run';
    throw new LabError(
      `${run.file('config.json')} ${found}, expected format ${RUN_FORMAT} of this version of RNNLab.`,
    );
  }
  // A run of an earlier version says nothing of settings that did not exist yet.
  const completed = complete(settings);
  requireKnown(recipe, settings, completed);
  checkSettings(completed, recipe);
  return { ...(config as Config), unit, settings: completed };
}
