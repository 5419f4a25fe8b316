import { type CurveRun, type LineChartOptions, lineChart, runCurves } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { EpochRecord } from '@rnnlab/trainer';
import { recipes } from '../../recipes/index.js';
import { tokenUnit } from '../../runs/measures.js';
import type { Curves, Lengths, Plot } from '../../suites/suite.js';
import { taskOf } from '../../tasks/index.js';
import type { ExperimentResults } from '../suite-results.js';
import {
  captionOf,
  type Experiments,
  meansNote,
  meansOf,
  plottedExperiments,
  seedsOf,
  subtitleOf,
} from './figure.js';

type Part = 'train' | 'test';
const names = { train: 'training', test: 'validation' } as const;

/** Loss and accuracy of several runs over the epochs, of each the first seed. */
export function curveFigures(curves: Curves, all: Experiments): SuiteFigure[] {
  const lines = plottedExperiments(curves, all);
  if (lines.length === 0) return [];
  const { title, single = false, draw = ['loss', 'accuracy'] } = curves;
  const experiments = lines.map(([, experiment]) => experiment);
  const caption = curves.caption?.(meansOf(all)) ?? '';
  return draw.map((what): SuiteFigure => {
    const only = what === 'loss' ? 'train' : 'test';
    const parts: readonly Part[] = single ? [only] : ['train', 'test'];
    const measure = single ? `${names[only]} ${what}` : what;
    const runs = lines.map(([name, { runs }]) => ({
      name,
      ...(parts.includes('train') && {
        train: pointsOf(runs[0]!.history, what === 'loss' ? 'trainLoss' : 'trainAccuracy'),
      }),
      ...(parts.includes('test') && {
        test: pointsOf(runs[0]!.history, what === 'loss' ? 'validationLoss' : 'validationAccuracy'),
      }),
    }));
    return {
      name: `${curves.name}-${what}`,
      caption: captionOf(partsNote(parts), seedsOf(experiments), caption),
      svg: runCurves({
        title: `${title}: ${measure}`,
        ...subtitleOf(curves, lines),
        x: { label: 'epoch' },
        y: {
          label: what === 'loss' ? lossLabel(experiments, measure) : measure,
          ...(what === 'loss' && logarithmic(runs)),
        },
        names,
        runs,
      }),
    };
  });
}

/** From which ratio of the highest to the lowest value on a linear axis shows nothing of the low ones. */
const WIDE = 200;

/** A logarithmic axis between round numbers, where losses ask for one. */
function logarithmic(runs: readonly CurveRun[]): Partial<LineChartOptions['y']> {
  const values = runs.flatMap(({ train = [], test = [] }) => [...train, ...test].map(([, value]) => value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(low > 0 && high > WIDE * low)) return {};
  const round = [1, 2, 5, 10];
  const [below, above] = [10 ** Math.floor(Math.log10(low)), 10 ** Math.floor(Math.log10(high))];
  return {
    scale: 'log',
    domain: [
      below * round.findLast((factor) => factor * below <= low)!,
      above * round.find((factor) => factor * above >= high)!,
    ],
  };
}

function partsNote(parts: readonly Part[]): string {
  if (parts.length === 2) {
    return 'Dashed: training, with dropout if there is any. Solid: validation.';
  }
  return parts[0] === 'train'
    ? 'While training, with dropout if there is any.'
    : 'On the validation part, which was not trained on.';
}

const pointsOf = (
  history: readonly EpochRecord[],
  key: Exclude<keyof EpochRecord, 'validationMetrics'>,
): [number, number][] =>
  history.flatMap((record) => (record[key] === undefined ? [] : [[record.epoch, record[key]]]));

/** A loss with its unit, if that is the same for all: `training loss (nats per name)`. */
function lossLabel(experiments: readonly ExperimentResults[], name: string): string {
  const labels = experiments.flatMap(({ recipe }) => {
    const known = recipes[recipe];
    if (!known) return [];
    const { loss } = known.settings;
    const { predictionUnit } = taskOf(known.settings);
    if (loss.type === 'mean-squared-error') return `${name} (squared error per bit)`;
    if (predictionUnit === 'token') return `${name} (nats per ${tokenUnit(known.settings)})`;
    return `${name} (nats per ${predictionUnit === 'bit' ? predictionUnit : known.unit})`;
  });
  return new Set(labels).size === 1 ? labels[0]! : name;
}

/** The training loss of several runs over the examples they have seen, of each the first seed. */
export function lossFigure(plot: Plot, all: Experiments): SuiteFigure[] {
  const lines = plottedExperiments(plot, all).filter(([, { runs }]) => runs[0]!.losses !== undefined);
  if (lines.length === 0) return [];
  const experiments = lines.map(([, experiment]) => experiment);
  return [
    {
      name: plot.name,
      caption: captionOf(
        'Each point is the mean since the one before it.',
        seedsOf(experiments),
        plot.caption?.(meansOf(all)) ?? '',
      ),
      svg: runCurves({
        title: plot.title,
        ...subtitleOf(plot, lines),
        x: { label: 'thousand examples seen' },
        y: { label: lossLabel(experiments, 'training loss') },
        names: { train: 'training' },
        runs: lines.map(([name, { runs }]) => ({
          name,
          train: runs[0]!.losses!.map(({ examples, loss }): [number, number] => [examples / 1000, loss]),
        })),
      }),
    },
  ];
}

/** Accuracy over the length of the numbers: of single bits, and of whole sums. */
export function lengthFigures(lengths: Lengths, all: Experiments): SuiteFigure[] {
  const lines = Object.entries(lengths.pairs).flatMap(([name, pair]) =>
    (['solid', 'dashed'] as const).flatMap((style) => {
      const experiment = all.get(pair[style]);
      return experiment ? [{ name, style, experiment }] : [];
    }),
  );
  if (lines.length === 0) return [];
  const experiments = lines.map(({ experiment }) => experiment);
  const { solid, dashed } = lengths;
  const figure = (key: 'bits' | 'exact', what: string): SuiteFigure => ({
    name: `${lengths.name}-${key}`,
    caption: captionOf(
      key === 'bits'
        ? 'Each length is tested on numbers drawn for it.'
        : 'A sum is exact if all of its bits are right.',
      `Solid: ${solid}. Dashed: ${dashed}.`,
      meansNote(experiments),
    ),
    svg: lineChart({
      title: `${lengths.title}: ${what} by length`,
      x: { label: 'length of the numbers (bits)' },
      y: { label: key === 'bits' ? 'bit accuracy' : 'share of exact sums' },
      series: lines.map(({ name, style, experiment }) => ({
        name: `${name}, ${lengths[style]}`,
        group: name,
        dashed: style === 'dashed',
        points: meanOver(experiment, key),
      })),
      styles: { solid, dashed },
    }),
  });
  return [figure('bits', 'bits'), figure('exact', 'exact sums')];
}

/** The mean of a score over the runs that have it, for each length. */
function meanOver({ runs }: ExperimentResults, key: 'bits' | 'exact'): [number, number][] {
  const scores = new Map<number, number[]>();
  for (const run of runs) {
    for (const one of run.lengths ?? []) {
      scores.set(one.length, [...(scores.get(one.length) ?? []), one[key]]);
    }
  }
  return [...scores]
    .sort(([a], [b]) => a - b)
    .map(([length, values]) => [length, values.reduce((sum, value) => sum + value, 0) / values.length]);
}
