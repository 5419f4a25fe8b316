import { barChart, confusionMatrix, heatmap, lineChart } from '@rnnlab/plotting';
import type { EpochRecord } from '@rnnlab/trainer';
import type { Curves, Grid, Suite } from '../suites/suite.js';
import type { ExperimentResults, RunResults, SuiteResults } from './results.js';

/** A figure of a suite. */
export interface SuiteFigure {
  name: string;
  caption: string;
  svg: string;
}

/** Every figure for which there are runs. Curves and confusion matrices are those of the first seed. */
export function suiteFigures(suite: Suite, { experiments }: SuiteResults): SuiteFigure[] {
  const all = new Map(experiments.map((experiment) => [experiment.recipe, experiment.runs]));
  return [
    ...suite.curves.flatMap((curves) => curveFigures(curves, all)),
    ...(suite.lengths ?? []).flatMap((curves) => lengthFigures(curves, all)),
    ...(suite.bars ?? []).flatMap((bars) => barFigure(bars, all)),
    ...(suite.grids ?? []).flatMap((grid) => gridFigure(grid, all)),
    ...(suite.confusions ?? []).flatMap((recipe) =>
      confusionFigure(experiments.find((experiment) => experiment.recipe === recipe)),
    ),
  ];
}

type Runs = ReadonlyMap<string, readonly RunResults[]>;

/** The runs of a plot that are there, with the name of each line. */
const chosen = ({ recipes }: Curves, runs: Runs): [name: string, runs: readonly RunResults[]][] =>
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
      series: runs.flatMap(([name, [{ history } = { history: [] }]]) => [
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
  const lines = chosen(curves, all);
  if (lines.length === 0) return [];
  const figure = (key: 'bits' | 'exact', unit: string): SuiteFigure => ({
    name: `${curves.name}-${key}`,
    caption:
      'The mean over the seeds. Each length is tested on numbers drawn for it; one wrong bit spoils a sum.',
    svg: lineChart({
      title: `${curves.title}: ${key === 'bits' ? 'bits' : 'whole sums'}`,
      x: { label: 'bits of each number' },
      y: { label: unit },
      series: lines.map(([name, runs]) => ({ name, points: meanOver(runs, key) })),
    }),
  });
  return [figure('bits', 'share of right bits'), figure('exact', 'share of right sums')];
}

/** The mean of a score over runs, for each length. */
function meanOver(runs: readonly RunResults[], key: 'bits' | 'exact'): [number, number][] {
  return (runs[0]!.lengths ?? []).map(({ length }, k) => {
    const total = runs.reduce((sum, { lengths }) => sum + lengths![k]![key], 0);
    return [length, total / runs.length];
  });
}

/** The mean of a measure over runs; NaN where there are none. */
const meanOf = (runs: readonly RunResults[] | undefined, measure: string): number =>
  runs === undefined
    ? Number.NaN
    : runs.reduce((sum, { measures }) => sum + measures[measure]!, 0) / runs.length;

function barFigure(bars: Curves & { measure: string }, all: Runs): SuiteFigure[] {
  const lines = chosen(bars, all);
  if (lines.length === 0) return [];
  const svg = barChart({
    title: bars.title,
    bars: lines.map(([label, runs]) => ({ label, value: meanOf(runs, bars.measure) })),
    value: { label: bars.measure, format: '.3f' },
    highlight: 'max',
  });
  return [{ name: bars.name, caption: 'The mean over the seeds.', svg }];
}

/** As a heatmap, and as a line over all cells. */
function gridFigure({ name, title, measure, x, y, recipe }: Grid, all: Runs): SuiteFigure[] {
  const values = y.values.map((row) =>
    x.values.map((column) => meanOf(all.get(recipe(column, row)), measure)),
  );
  if (!values.flat().some(Number.isFinite)) return [];
  const labels = (axis: Grid['x']) => ({ label: axis.label, labels: axis.values.map(String) });
  const caption = 'The mean over the seeds.';
  return [
    {
      name,
      caption,
      svg: heatmap({ title, x: labels(x), y: labels(y), values, format: '.3f', highlight: 'max' }),
    },
    {
      name: `${name}-line`,
      caption,
      svg: lineChart({
        title,
        x: { label: x.label, values: x.values },
        y: { label: measure },
        series: y.values.map((row, k) => ({
          name: `${row} first`,
          points: x.values.map((column, j): [number, number] => [column, values[k]![j]!]),
        })),
      }),
    },
  ];
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
