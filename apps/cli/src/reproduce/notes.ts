import type { SuiteResults } from './results.js';

/** What has to be said of some experiments of a suite, once for all that share it. */
export interface Note {
  recipes: string[];
  protocol: string;
  flaw?: string;
}

export function notesOf({ experiments }: SuiteResults): Note[] {
  const notes = new Map<string, Note>();
  for (const { recipe, protocol, flaw } of experiments) {
    const key = `${protocol}\n${flaw ?? ''}`;
    const note = notes.get(key) ?? { recipes: [], protocol, ...(flaw && { flaw }) };
    note.recipes.push(recipe);
    notes.set(key, note);
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
