import {
  barChart,
  confusionMatrixPlot,
  gridLines,
  heatmap,
  type SampleSequence,
  sampleTable,
} from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { Bars, Grid, Suite } from '../../suites/suite.js';
import type { SamplePrediction } from '../../tasks/task.js';
import { type ExperimentResults, type SuiteResults, statistics } from '../suite-results.js';
import { curveFigures, lengthFigures, lossFigure } from './curves.js';
import { captionOf, type Experiments, meansNote, meansOf, plottedExperiments, valuesOf } from './figure.js';

/** Draws every figure of a suite for which the results suffice and there are runs. */
export function suiteFigures(suite: Suite, { experiments }: SuiteResults): SuiteFigure[] {
  const all = new Map(experiments.map((experiment) => [experiment.recipe, experiment]));
  return [
    ...(suite.bars ?? []).flatMap((bars) => barFigure(bars, all)),
    ...(suite.grids ?? []).flatMap((grid) => gridFigures(grid, all)),
    ...(suite.lengths ?? []).flatMap((lengths) => lengthFigures(lengths, all)),
    ...suite.curves.flatMap((curves) => curveFigures(curves, all)),
    ...(suite.losses ?? []).flatMap((plot) => lossFigure(plot, all)),
    ...(suite.confusions ?? []).flatMap((recipe) => confusionFigure(all.get(recipe))),
    ...Object.entries(suite.sequences ?? {}).flatMap(([recipe, name]) =>
      sequenceFigure(all.get(recipe), name),
    ),
  ];
}

/** Draws bars of a measure of several recipes, with a mark where the reported value is. */
function barFigure(bars: Bars, all: Experiments): SuiteFigure[] {
  const { measure } = bars;
  const drawn = plottedExperiments(bars, all).map(([label, experiment]) => {
    const { mean, spread } = statistics(valuesOf(experiment, measure));
    const reported = experiment.rows.find((row) => row.measure === measure)?.reported;
    return {
      label,
      value: mean,
      ...(spread !== undefined && { low: mean - spread, high: mean + spread }),
      ...(reported !== undefined && { reference: reported }),
    };
  });
  if (drawn.length === 0) return [];
  const svg = barChart({
    title: bars.title,
    bars: drawn,
    value: { label: measure, format: '.3f' },
    reference: { label: 'reported' },
    highlight: 'max',
    width: 720,
  });
  const caption = captionOf(
    drawn.some(({ low }) => low !== undefined)
      ? 'Bars are means over the seeds, their ends one standard deviation to either side.'
      : '',
    bars.caption?.(meansOf(all)) ?? '',
  );
  return [{ name: bars.name, caption, svg }];
}

/** Draws a grid as a heatmap, and as one line through all of its cells. */
function gridFigures({ name, title, measure, x, y, recipe }: Grid, all: Experiments): SuiteFigure[] {
  const mean = meansOf(all);
  const values = y.values.map((row) => x.values.map((column) => mean(recipe(column, row), measure)));
  const missing = values.flat().filter((value) => !Number.isFinite(value)).length;
  if (missing === values.flat().length) return [];
  const axis = ({ label, values }: Grid['x']) => ({ label, labels: values.map(String) });
  const cells = y.values.flatMap((row) => x.values.flatMap((column) => all.get(recipe(column, row)) ?? []));
  const caption = captionOf(
    meansNote(cells),
    missing > 0 ? `${missing} of ${values.flat().length} cells have not been run.` : '',
  );
  const grid = { x: axis(x), y: axis(y), values, highlight: 'max' as const };
  const value = { label: measure, format: '.3f' };
  return [
    {
      name,
      caption: captionOf('The best cell is framed.', caption),
      svg: heatmap({ ...grid, title, subtitle: measure, format: '.3f' }),
    },
    {
      name: `${name}-line`,
      caption: captionOf('The same, row by row.', caption),
      svg: gridLines({ ...grid, title: `${title}, cell by cell`, value, layout: 'all' }),
    },
  ];
}

/** Draws the confusion matrix of an experiment's first run. */
function confusionFigure(experiment: ExperimentResults | undefined): SuiteFigure[] {
  const run = experiment?.runs[0];
  if (!run?.confusion || !run.labels) return [];
  return [
    {
      name: `confusion-${experiment!.recipe}`,
      caption: `Of the test examples of each class, the share that ${experiment!.recipe}, seed ${run.seed}, predicts as each class; every row adds up to 1.`,
      svg: confusionMatrixPlot({
        labels: run.labels,
        counts: run.confusion,
        title: `Confusion of ${experiment!.recipe}`,
      }),
    },
  ];
}

/**
 * Draws some sequences of the first run of an experiment, with label and prediction.
 *
 * @param name - Name of the model in the title.
 */
function sequenceFigure(experiment: ExperimentResults | undefined, name: string): SuiteFigure[] {
  const run = experiment?.runs[0];
  if (!run || run.samples.length === 0) return [];
  const { dataset } = run.settings;
  const sums = dataset.type === 'binary-addition';
  const labelAt = 'nth' in dataset ? dataset.nth : undefined;
  return [
    {
      name: `sequences-${experiment!.recipe}`,
      caption: sums
        ? `Test sums, the first of some lengths; ${experiment!.recipe}, seed ${run.seed}. Numbers are read from their right end.`
        : `Test sequences with different labels, the first of each; ${experiment!.recipe}, seed ${run.seed}. The position of the label is marked.`,
      svg: sampleTable({
        title: `${name}: ${sums ? 'sums' : 'sequences'}`,
        samples: run.samples.map((sample) => (sums ? sum(sample) : sequence(sample, labelAt))),
        ...(sums && { align: 'right' as const }),
      }),
    },
  ];
}

const sum = ({ text, label, predicted }: SamplePrediction): SampleSequence => ({
  input: text.split(' + ').map((bits, k) => ({ label: k === 0 ? 'number' : '+ number', symbols: [...bits] })),
  truth: [...label],
  prediction: [...predicted],
});

/** @param nth - Position of the label, from 1. */
const sequence = ({ text, label, predicted }: SamplePrediction, nth: number | undefined): SampleSequence => ({
  input: [{ symbols: text.split(' '), ...(nth !== undefined && { marks: [nth - 1] }) }],
  truth: [label],
  prediction: [predicted],
});
