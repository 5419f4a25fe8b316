import { confusionMatrixPlot, lineChart, toPng } from '@rnnlab/plotting';
import type { EpochRecord, RunDirectory } from '@rnnlab/trainer';
import type { LengthScores, PartScores } from '../tasks/task.js';

/** The figures of a run, as SVG. */
export interface Figures {
  loss: string;
  accuracy: string;
  /** Where there are classes. */
  confusion?: string;
  /** Accuracy over the length of the numbers that are added. */
  lengths?: string;
}

/**
 * The figures of a training as SVG.
 *
 * @param unit - Of the loss.
 */
export function drawFigures(
  title: string,
  history: readonly EpochRecord[],
  bestEpoch: number,
  labels: readonly string[],
  test: PartScores,
  unit: string,
): Figures {
  const points = (key: Exclude<keyof EpochRecord, 'validationMetrics'>): [number, number][] =>
    history.flatMap((record) => (record[key] === undefined ? [] : [[record.epoch, record[key]]]));
  const annotations = [
    { axis: 'x' as const, at: bestEpoch, label: 'best epoch' },
    ...history.flatMap(({ epoch, phase }, k) =>
      phase === undefined || phase === history[k - 1]?.phase
        ? []
        : [{ axis: 'x' as const, at: epoch - 1, label: `phase ${phase}` }],
    ),
  ];
  const curve = (
    name: string,
    unit: string,
    train: Exclude<keyof EpochRecord, 'validationMetrics'>,
    validation: Exclude<keyof EpochRecord, 'validationMetrics'>,
  ): string =>
    lineChart({
      title: `${name}: ${title}`,
      x: { label: 'epoch' },
      y: { label: unit },
      series: [
        { name: 'training', points: points(train), dashed: true },
        { name: 'validation', points: points(validation) },
      ],
      annotations,
    });
  return {
    loss: curve('Loss', unit, 'trainLoss', 'validationLoss'),
    accuracy: curve('Accuracy', 'accuracy', 'trainAccuracy', 'validationAccuracy'),
    ...(test.confusion && {
      confusion: confusionMatrixPlot({ labels, counts: test.confusion, title: `Test examples: ${title}` }),
    }),
    ...(test.lengths && { lengths: lengthFigure(title, test.lengths) }),
  };
}

/** How far a model adds numbers that are longer than those it was trained on. */
function lengthFigure(title: string, lengths: readonly LengthScores[]): string {
  const points = (key: 'bits' | 'exact'): [number, number][] =>
    lengths.map((scores) => [scores.length, scores[key]]);
  return lineChart({
    title: `Length: ${title}`,
    x: { label: 'bits of each number' },
    y: { label: 'accuracy' },
    series: [
      { name: 'bits', points: points('bits') },
      { name: 'exact sums', points: points('exact'), dashed: true },
    ],
  });
}

/** Writes each figure as `figures/NAME.svg` and `figures/NAME.png`. */
export async function writeFigures(directory: RunDirectory, figures: Figures): Promise<void> {
  for (const [name, svg] of Object.entries(figures) as [string, string][]) {
    await directory.write(`figures/${name}.svg`, svg);
    await directory.write(`figures/${name}.png`, toPng(svg));
  }
}
