import { shellWord } from '@rnnlab/shared';
import { engineNames } from '../engines.js';
import { recipeOf } from '../recipes/index.js';
import { flatten, kindOf, optionsFor } from '../settings/flatten.js';
import { settingText } from '../settings/option.js';
import { changesOf, settingsIn } from '../settings/phases.js';
import { choices } from '../settings/settings.js';
import type { Config } from './stored-run.js';

const OPTIONS: Record<string, string> = {
  epochs: '--epochs',
  seed: '--seed',
  'dataset.path': '--data',
  'dataset.folder': '--data',
};

/**
 * The command line that trains a run again: the settings that differ from its recipe are spelled out.
 *
 * @throws {LabError} If the recipe is none of ours.
 */
export function settingsCommand({
  recipe,
  settings,
  phases = [],
  threads,
  engine,
}: Pick<Config, 'recipe' | 'settings' | 'phases' | 'threads'> & Partial<Pick<Config, 'engine'>>): string {
  const command = (words: readonly string[]): string => ['npx rnnlab', ...words.map(shellWord)].join(' ');
  const first = [
    ...trainArguments({ recipe, settings }),
    ...(threads === undefined ? [] : ['--threads', String(threads)]),
    ...(engine === undefined || engine === engineNames[0] ? [] : ['--engine', engine]),
  ];
  const resumed = phases.flatMap(({ afterStep }, k) => {
    // The phases of a recipe come by themselves.
    if (afterStep === undefined) return [];
    const changes = changesOf(settingsIn(settings, phases, k + 1), settingsIn(settings, phases, k + 2));
    return [changes.flatMap(([key, value]) => ['--set', `${key}=${settingText(value)}`])];
  });
  if (resumed.length === 0) return command(first);
  const run = ['--run', 'RUN'];
  return [
    command([...first, ...run]),
    ...resumed.map((changes) => command(['train', '--resume', ...run, ...changes])),
  ].join(' && ');
}

/** The arguments of that command line. */
export function trainArguments({ recipe, settings }: Pick<Config, 'recipe' | 'settings'>): string[] {
  const flat = flatten(settings);
  const base = flatten(recipeOf(recipe).settings);
  const words = ['train', recipe];
  for (const [key, field] of optionsFor(flat)) {
    const [part = ''] = key.split('.');
    const choice = choices[part];
    // A kind that is not the recipe's brings its own defaults.
    const other = choice !== undefined && kindOf(base, part) !== kindOf(flat, part);
    const isKind = choice !== undefined && key === `${part}.${choice.key}`;
    const usual = other && !isKind ? field.default : base.get(key);
    if (settingText(flat.get(key)) === settingText(usual ?? null)) continue;
    if (key === 'dataset.type' && flat.get(key) === 'label-folder') continue;
    const value = settingText(flat.get(key));
    words.push(
      ...(key in OPTIONS && value !== 'none' ? [OPTIONS[key]!, value] : ['--set', `${key}=${value}`]),
    );
  }
  return words;
}
