import type { MeanOf, Plot } from '../../suites/suite.js';
import { type ExperimentResults, statistics } from '../suite-results.js';

/** The experiments that have runs, by their recipes. */
export type Experiments = ReadonlyMap<string, ExperimentResults>;

/** The experiments of a plot that have runs, with their names in the legend. */
export const plottedExperiments = (
  { recipes }: Pick<Plot, 'recipes'>,
  experiments: Experiments,
): [name: string, experiment: ExperimentResults][] =>
  Object.entries(recipes).flatMap(([recipe, name]): [string, ExperimentResults][] => {
    const experiment = experiments.get(recipe);
    return experiment ? [[name, experiment]] : [];
  });

/** The subtitle of a plot with one line: its model, or its name among the plot's recipes without runs. */
export function subtitleOf(
  { recipes }: Pick<Plot, 'recipes'>,
  lines: readonly [name: string, experiment: ExperimentResults][],
): { subtitle?: string } {
  const [first] = lines;
  if (!first || lines.length > 1) return {};
  return { subtitle: Object.keys(recipes).length === 1 ? first[1].model : first[0] };
}

/** The values of a measure, one of each run that has it. */
export const valuesOf = (experiment: ExperimentResults | undefined, measure: string): number[] =>
  (experiment?.runs ?? []).flatMap(({ measures }) => measures[measure] ?? []);

/** The means of measures over the seeds of recipes. */
export const meansOf =
  (experiments: Experiments): MeanOf =>
  (recipe, measure) => {
    const values = valuesOf(experiments.get(recipe), measure);
    return values.length === 0 ? Number.NaN : statistics(values).mean;
  };

/** Sentences as one caption, without those that are empty. */
export const captionOf = (...sentences: readonly string[]): string =>
  sentences.filter((sentence) => sentence !== '').join(' ');

/** The sentence on the seed of a figure's runs, where an experiment may have several. */
export function seedsOf(experiments: readonly ExperimentResults[]): string {
  const seeds = new Set(experiments.map(({ runs }) => runs[0]!.seed));
  const several = experiments.some(({ runs }) => runs.length > 1);
  return several && seeds.size === 1 ? `Seed ${[...seeds][0]}.` : '';
}

/** The sentence on means, where the values of a figure are means. */
export const meansNote = (experiments: readonly ExperimentResults[]): string =>
  experiments.some(({ runs }) => runs.length > 1) ? 'The mean over the seeds.' : '';
