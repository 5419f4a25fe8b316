import { confusionMatrix } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { ExperimentResults } from '../suite-results.js';

/** What the first run of an experiment takes for what. */
export function confusionFigure(experiment: ExperimentResults | undefined): SuiteFigure[] {
  const run = experiment?.runs[0];
  if (!run?.confusion || !run.labels) return [];
  return [
    {
      name: `confusion-${experiment!.recipe}`,
      caption: `Of the test examples of each class, the share that ${experiment!.recipe}, seed ${run.seed}, takes for each; every row adds up to 1.`,
      svg: confusionMatrix({
        labels: run.labels,
        counts: run.confusion,
        title: `Confusion of ${experiment!.recipe}`,
      }),
    },
  ];
}
