import { confusionMatrix, lineChart } from '@rnnlab/plotting';
import type { EpochRecord } from '@rnnlab/trainer';
import type { Curves, Suite } from '../suites/suite.js';
import type { ExperimentResults, RunResults, SuiteResults } from './results.js';

/** A figure of a suite. */
export interface SuiteFigure {
  name: string;
  caption: string;
  svg: string;
}

/** Every figure for which there are runs. The first seed of each recipe is drawn. */
export function suiteFigures(suite: Suite, { experiments }: SuiteResults): SuiteFigure[] {
  const first = new Map(experiments.map((experiment) => [experiment.recipe, experiment.runs[0]!]));
  return [
    ...suite.curves.flatMap((curves) => curveFigures(curves, first)),
    ...(suite.lengths ?? []).flatMap((curves) => lengthFigures(curves, first)),
    ...(suite.confusions ?? []).flatMap((recipe) =>
      confusionFigure(experiments.find((experiment) => experiment.recipe === recipe)),
    ),
  ];
}

type Runs = ReadonlyMap<string, RunResults>;

/** The runs of a plot that are there, with the name of each line. */
const chosen = ({ recipes }: Curves, runs: Runs): [name: string, run: RunResults][] =>
  Object.entries(recipes).flatMap(([recipe, name]) => (runs.has(recipe) ? [[name, runs.get(recipe)!]] : []));

function curveFigures(curves: Curves, all: Runs): SuiteFigure[] {
  const runs = chosen(curves, all);
  if (runs.length === 0) return [];
  const figure = (
    what: string,
    unit: string,
    train: keyof EpochRecord,
    validation: keyof EpochRecord,
  ): SuiteFigure => ({
    name: `${curves.name}-${what}`,
    caption: 'Dashed: while training, with dropout if there is any. Solid: on the validation part.',
    svg: lineChart({
      title: curves.title,
      x: { label: 'epoch' },
      y: { label: unit },
      series: runs.flatMap(([name, { history }]) => [
        { name: `${name}, training`, group: name, points: pointsOf(history, train), dashed: true },
        { name: `${name}, validation`, group: name, points: pointsOf(history, validation) },
      ]),
    }),
  });
  return [
    figure('loss', 'loss per decision', 'trainLoss', 'validationLoss'),
    figure('accuracy', 'share of right answers', 'trainAccuracy', 'validationAccuracy'),
  ];
}

const pointsOf = (history: readonly EpochRecord[], key: keyof EpochRecord): [number, number][] =>
  history.flatMap((record) => (record[key] === undefined ? [] : [[record.epoch, record[key]]]));

function lengthFigures(curves: Curves, all: Runs): SuiteFigure[] {
  const runs = chosen(curves, all);
  if (runs.length === 0) return [];
  const figure = (key: 'bits' | 'exact', unit: string): SuiteFigure => ({
    name: `${curves.name}-${key}`,
    caption:
      'Each length is tested on numbers that were drawn for it; one wrong bit makes a whole sum wrong.',
    svg: lineChart({
      title: `${curves.title}: ${key === 'bits' ? 'bits' : 'whole sums'}`,
      x: { label: 'bits of each number' },
      y: { label: unit, domain: [0, 1.02] },
      series: runs.map(([name, { lengths = [] }]) => ({
        name,
        points: lengths.map((scores): [number, number] => [scores.length, scores[key]]),
      })),
    }),
  });
  return [figure('bits', 'share of right bits'), figure('exact', 'share of right sums')];
}

function confusionFigure(experiment: ExperimentResults | undefined): SuiteFigure[] {
  const run = experiment?.runs[0];
  if (!run?.confusion || !run.labels) return [];
  return [
    {
      name: `confusion-${experiment!.recipe}`,
      caption: `Test examples of ${experiment!.recipe}, seed ${run.seed}: rows are the truth.`,
      svg: confusionMatrix({ labels: run.labels, counts: run.confusion, title: experiment!.summary }),
    },
  ];
}
