import { checkOptions, shown } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import { checkSettings, requireKnown } from '../settings/check.js';
import { complete, override } from '../settings/flatten.js';
import { type Phase, settingsIn } from '../settings/phases.js';
import type { Overrides, Settings } from '../settings/settings.js';

/** A named training: dataset, model, loss, optimizer and all other settings. */
export interface Recipe {
  /** Letters, digits, dots and dashes. */
  readonly name: string;
  /** One line for the list of recipes. */
  readonly summary: string;
  /** Name of one example, in the singular: `name`. */
  readonly unit: string;
  readonly settings: Settings;
  /** Further phases after all epochs, each from the end of the one before. */
  readonly phases?: readonly Phase[];
  /** The reported experiment it reproduces, if it reproduces one. */
  readonly experiment?: Experiment;
  /** A shorter form that needs no download, and the minimums that it must reach. */
  readonly quick?: Quick;
}

/** A quick check of a recipe, which takes seconds. */
export interface Quick {
  /** Settings of the short form. */
  readonly overrides: Overrides;
  /** Minimums of measures. */
  readonly minimums: Readonly<Record<string, number>>;
}

/** A reported number to compare a recipe's result with. */
export interface Reference {
  /** Which of a result's measures it is: a name of `measuresOf`, such as `test accuracy`. */
  readonly measure: string;
  /** The report's own number; absent where it gives none. */
  readonly reported?: number;
  /** The best number of a public repository for the same experiment. */
  readonly bestPublic?: number;
  /** The target value. */
  readonly aim?: number;
  /** Whether a lower number is better. Default: false. */
  readonly lowerIsBetter?: boolean;
  /** Where the reported number is from. */
  readonly source: string;
}

/** A reported experiment that a recipe reproduces. */
export interface Experiment {
  /** Name of the suite it belongs to. */
  readonly suite: string;
  /** How it is measured, and where that differs from the report. */
  readonly protocol: string;
  /** The report's mistake, where that explains its number. */
  readonly flaw?: string;
  readonly references: readonly Reference[];
}

type Introduction = Omit<Recipe, 'settings'>;

/**
 * Defines a recipe by the settings that differ from their defaults.
 *
 * @throws {LabError} For an unknown setting, with the nearest one, and for a value that it does not take.
 */
export function defineRecipe(introduction: Introduction, overrides: Overrides): Recipe {
  return checkRecipe({ ...introduction, settings: overrides as Settings });
}

/**
 * Defines a recipe by the settings that differ from another recipe. A part whose type changes starts from defaults.
 *
 * @throws {LabError} For an unknown setting, with the nearest one, and for a value that it does not take.
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
 * @returns The recipe, completed with default settings.
 * @throws {LabError} If it cannot be trained: for its name, an unknown setting, or a value that it does not take.
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
