import type { RunResults } from '../src/reproduce/run-results.js';
import type { ExperimentResults, Row, SuiteResults } from '../src/reproduce/suite-results.js';

/** A run of two epochs. */
export const run = (more: Partial<RunResults> = {}): RunResults =>
  ({
    seed: 1,
    measures: {},
    samples: [],
    history: [1, 2].map((epoch) => ({
      epoch,
      step: epoch,
      learningRate: 1,
      trainLoss: 1 / epoch,
      trainAccuracy: epoch / 4,
      validationLoss: 2 / epoch,
      validationAccuracy: epoch / 5,
    })),
    ...more,
  }) as RunResults;

/** Results of a suite from the runs of its recipes. */
export const results = (
  runs: Record<string, RunResults[]>,
  rows: Record<string, Partial<Row>[]> = {},
): SuiteResults =>
  ({
    experiments: Object.entries(runs).map(
      ([recipe, own]) =>
        ({
          recipe,
          summary: recipe,
          model: `model of ${recipe}`,
          rows: rows[recipe] ?? [],
          runs: own,
        }) as ExperimentResults,
    ),
  }) as SuiteResults;
