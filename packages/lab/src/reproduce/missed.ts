import { share } from '@rnnlab/shared';
import type { Job } from './job.js';
import type { SuiteResults } from './suite-results.js';

/** What a quick check did not reach, a part of a sentence each. */
export function missed(jobs: readonly Job[], { experiments }: SuiteResults): string[] {
  return experiments.flatMap(({ recipe, runs }) => {
    const least = jobs.find((job) => job.recipe.name === recipe)?.recipe.quick?.least ?? {};
    return Object.entries(least).flatMap(([measure, bound]) =>
      runs
        .filter(({ measures }) => !(measures[measure]! >= bound))
        .map(
          ({ measures }) =>
            `${recipe} has a ${measure} of ${share(measures[measure] ?? Number.NaN)}, expected at least ${share(bound)}`,
        ),
    );
  });
}
