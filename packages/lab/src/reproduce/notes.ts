import type { SuiteResults } from './suite-results.js';

/** What has to be said of some experiments of a suite, once for all that share it. */
export interface Note {
  recipes: string[];
  text: string;
}

/** How they are measured. */
export const notesOf = ({ experiments }: SuiteResults): Note[] =>
  shared(experiments.map(({ recipe, protocol }) => [recipe, protocol]));

/** What explains the reported numbers. */
export const flawsOf = ({ experiments }: SuiteResults): Note[] =>
  shared(experiments.flatMap(({ recipe, flaw }) => (flaw ? [[recipe, flaw]] : [])));

function shared(said: readonly (readonly [recipe: string, text: string])[]): Note[] {
  const notes = new Map<string, Note>();
  for (const [recipe, text] of said) {
    const note = notes.get(text) ?? { recipes: [], text };
    note.recipes.push(recipe);
    notes.set(text, note);
  }
  return [...notes.values()];
}

/** Where the numbers come from, a sentence each, once for all runs that share it. */
export function origins({ experiments }: SuiteResults): string[] {
  const runs = experiments.flatMap((experiment) => experiment.runs);
  const found = runs.map(({ engine, provenance: { commit, changed, machine }, finished }) => {
    const source = commit ? `, commit ${commit.slice(0, 12)}${changed ? ' with changes' : ''}` : '';
    return `${finished.slice(0, 10)}: ${engine}, ${machine}${source}.`;
  });
  return [...new Set(found)].sort();
}

export const QUICK_NOTE =
  'Short forms of the recipes, on data that need no download: a check that everything works, not a result.';

export const MEAN_NOTE =
  '“Ours” is the mean over the seeds ± their standard deviation; ✓ says that the mean reaches the aim. Time is of one training.';
