import { readFile } from 'node:fs/promises';
import { checkOptions, shown, systemReason } from '@rnnlab/shared';
import { LabError } from '../errors.js';
import type { Settings } from '../settings/settings.js';
import { recipes } from './index.js';
import { checkRecipe, type Recipe } from './recipe.js';

/** A recipe from a file, with the engine and threads of a run's configuration. */
export interface ReadRecipe {
  recipe: Recipe;
  /** The engine that trained the run, if the file is a run's. */
  engine?: string;
  /** Its number of threads, on which the bits depend. */
  threads?: number;
}

/** Keys of a recipe, and of `config.json`. */
const KEYS = [
  ...['$schema', 'name', 'summary', 'unit', 'settings', 'phases'],
  ...['format', 'recipe', 'data', 'spec', 'engine', 'threads', 'versions'],
];

/**
 * Reads a recipe from a JSON file: a recipe that somebody wrote, or `config.json` of a run, which is repeated so.
 *
 * @param path - Path of the file; `$schema` is not followed.
 * @throws {LabError} When the file cannot be read or is no JSON, and for an unknown setting or a value that it does not take.
 */
export async function readRecipe(path: string): Promise<ReadRecipe> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new LabError(`Cannot read ${path}: ${systemReason(error)}.`, { option: 'config', cause: error });
  });
  const file = parse(path, text);
  const { name, recipe, summary, unit, settings, phases, engine, threads } = file as Partial<Recipe> & {
    recipe?: string;
    engine?: string;
    threads?: number;
  };
  if (typeof settings !== 'object' || settings === null) {
    throw new LabError(
      `${path} must have settings, as a recipe or config.json of a run has, received ${shown(settings)}.`,
      { option: 'config' },
    );
  }
  checkOptions(path, file, KEYS, LabError);
  const title = name ?? recipe ?? 'custom';
  const known = recipes[title];
  return {
    recipe: checkRecipe({
      name: title,
      summary: summary ?? known?.summary ?? `As in ${path}`,
      unit: unit ?? known?.unit ?? 'example',
      settings: settings as Settings,
      ...(phases && { phases }),
    }),
    ...(engine !== undefined && { engine }),
    ...(threads !== undefined && { threads }),
  };
}

function parse(path: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new Error(`expected an object, received ${shown(value)}`);
  } catch (error) {
    throw new LabError(`${path} is no JSON object: ${(error as Error).message}.`, {
      option: 'config',
      cause: error,
    });
  }
}
