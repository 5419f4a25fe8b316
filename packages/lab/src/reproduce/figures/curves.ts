import { type CurveRun, type LineChartOptions, runCurves } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { EpochRecord } from '@rnnlab/trainer';
import { recipes } from '../../recipes/index.js';
import { tokenUnit } from '../../runs/language-rows.js';
import type { Curves } from '../../suites/suite.js';
import { taskOf } from '../../tasks/index.js';
import type { ExperimentResults } from '../suite-results.js';
import { captionOf, chosen, type Experiments, meansOf, seedsOf, subtitleOf } from './figure.js';

type Part = 'train' | 'test';
const names = { train: 'training', test: 'validation' } as const;

/** Loss and accuracy of several runs over the epochs, of each the first seed. */
export function curveFigures(curves: Curves, all: Experiments): SuiteFigure[] {
  const lines = chosen(curves, all);
  if (lines.length === 0) return [];
  const { title, single = false, draw = ['loss', 'accuracy'] } = curves;
  const experiments = lines.map(([, experiment]) => experiment);
  const says = curves.caption?.(meansOf(all)) ?? '';
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
      caption: captionOf(partsSaid(parts), seedsOf(experiments), says),
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

function partsSaid(parts: readonly Part[]): string {
  if (parts.length === 2) {
    return 'Dashed: training, with dropout if there is any. Solid: validation.';
  }
  return parts[0] === 'train'
    ? 'While training, with dropout if there is any.'
    : 'On the validation part, which was not trained on.';
}

const pointsOf = (history: readonly EpochRecord[], key: keyof EpochRecord): [number, number][] =>
  history.flatMap((record) => (record[key] === undefined ? [] : [[record.epoch, record[key]]]));

/** A loss with its unit, if that is the same for all: `training loss (nats per name)`. */
export function lossLabel(experiments: readonly ExperimentResults[], name: string): string {
  const labels = experiments.flatMap(({ recipe }) => {
    const known = recipes[recipe];
    if (!known) return [];
    const { loss } = known.settings;
    const { decision } = taskOf(known.settings);
    if (loss.type === 'mean-squared-error') return `${name} (squared error per bit)`;
    if (decision === 'token') return `${name} (nats per ${tokenUnit(known.settings)})`;
    return `${name} (nats per ${decision === 'bit' ? decision : known.unit})`;
  });
  return new Set(labels).size === 1 ? labels[0]! : name;
}
