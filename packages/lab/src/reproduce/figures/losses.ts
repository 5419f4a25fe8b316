import { runCurves } from '@rnnlab/plotting';
import type { SuiteFigure } from '@rnnlab/report';
import type { Plot } from '../../suites/suite.js';
import { lossLabel } from './curves.js';
import { captionOf, chosen, type Experiments, meansOf, seedsOf, subtitleOf } from './figure.js';

/** The training loss of several runs over the examples they have seen, of each the first seed. */
export function lossFigure(plot: Plot, all: Experiments): SuiteFigure[] {
  const lines = chosen(plot, all).filter(([, { runs }]) => runs[0]!.losses !== undefined);
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
