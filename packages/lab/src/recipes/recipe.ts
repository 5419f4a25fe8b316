import { checkOptions, shown } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import { checkSettings, requireKnown } from '../settings/check.js';
import { complete, override } from '../settings/flatten.js';
import { type Phase, settingsIn } from '../settings/phases.js';
import type { Overrides, Settings } from '../settings/settings.js';

/** A recipe with every setting decided. */
export interface Recipe {
  readonly name: string;
  /** One line for the list of recipes. */
  readonly summary: string;
  /** What one example is called: `name`. */
  readonly unit: string;
  readonly settings: Settings;
  /** How it goes on when all epochs are done, each phase from where the one before ended. */
  readonly phases?: readonly Phase[];
  /** What it reproduces, if it reproduces something. */
  readonly experiment?: Experiment;
  /** A shorter form of it that needs no data from elsewhere, and what that must reach at least. */
  readonly quick?: Quick;
}

/** A check of a recipe that takes seconds. */
export interface Quick {
  readonly overrides: Overrides;
  /** Least values of measures. */
  readonly least: Readonly<Record<string, number>>;
}

/** A number that others report for what a recipe does, beside which ours is put. */
export interface Reference {
  /** Which of a result's measures it is: a name of `measuresOf`, such as `test accuracy`. */
  readonly measure: string;
  /** The report's own number; absent where it gives none. */
  readonly reported?: number;
  /** The best that another public repository states for the same. */
  readonly bestPublic?: number;
  /** What is to be reached. */
  readonly aim?: number;
  /** Whether a lower number is better; default false. */
  readonly lower?: boolean;
  /** Where the reported number is from. */
  readonly source: string;
}

/** What is known of an experiment before it is run. */
export interface Experiment {
  readonly suite: string;
  /** How it is measured here, and where that differs from the report. */
  readonly protocol: string;
  /** What the report got wrong, where that explains its number. */
  readonly flaw?: string;
  readonly references: readonly Reference[];
}

type Introduction = Omit<Recipe, 'settings'>;

/**
 * A recipe from what it says; everything else is the default of each setting.
 *
 * @throws LabError for a setting that there is not, with the nearest one, and for a value that it does not take.
 */
export function defineRecipe(introduction: Introduction, overrides: Overrides): Recipe {
  return checkRecipe({ ...introduction, settings: overrides as Settings });
}

/**
 * A recipe that is another one but for some settings. A part whose kind changes starts from defaults.
 *
 * @throws LabError for a setting that there is not, with the nearest one, and for a value that it does not take.
 */
export function extendRecipe(
  base: Recipe,
  introduction: Pick<Recipe, 'name' | 'summary'> & Partial<Introduction>,
  overrides: Overrides,
): Recipe {
  const settings = override(base.settings, overrides);
  requireKnown(introduction.name, overrides, settings);
  return checkRecipe({ ...base, ...introduction, settings });
}

const PARTS = ['name', 'summary', 'unit', 'settings', 'phases', 'experiment', 'quick'];

/** The name is that of folders, and is typed on a command line. */
const NAME = /^[a-z0-9][a-z0-9._-]*$/i;

/**
 * Checks a recipe that somebody wrote.
 *
 * @returns The recipe, with what its settings leave out.
 * @throws LabError if it cannot be trained: for its name, a setting that there is not, or a value that it does not take.
 */
export function checkRecipe(recipe: Recipe): Recipe {
  checkOptions('A recipe', recipe, PARTS, LabError, ['name', 'summary', 'unit', 'settings']);
  const { name, phases = [] } = recipe;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new LabError(
      `The name of a recipe must be letters, digits, dots and dashes, as in names-small, received ${shown(name)}.`,
    );
  }
  const settings = complete(recipe.settings);
  requireKnown(name, recipe.settings, settings);
  checkSettings(settings, name);
  for (const k of phases.keys()) checkSettings(settingsIn(settings, phases, k + 2), name);
  return { ...recipe, settings };
}
