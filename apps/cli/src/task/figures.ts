import { confusionMatrix, lineChart, toPng } from '@rnnlab/plotting';
import type { EpochRecord, RunDirectory } from '@rnnlab/trainer';
import type { PartScores } from './score.js';

export interface Figures {
  loss: string;
  accuracy: string;
  confusion: string;
}

/** The figures of a training as SVG. */
export function drawFigures(
  title: string,
  history: readonly EpochRecord[],
  bestEpoch: number,
  labels: readonly string[],
  test: PartScores,
): Figures {
  const points = (key: keyof EpochRecord): [number, number][] =>
    history.flatMap((record) => (record[key] === undefined ? [] : [[record.epoch, record[key]]]));
  const annotations = [{ axis: 'x' as const, at: bestEpoch, label: 'best epoch' }];
  const curve = (
    name: string,
    unit: string,
    train: keyof EpochRecord,
    validation: keyof EpochRecord,
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
    loss: curve('Loss', 'nats per example', 'trainLoss', 'validationLoss'),
    accuracy: curve('Accuracy', 'share of right answers', 'trainAccuracy', 'validationAccuracy'),
    confusion: confusionMatrix({ labels, counts: test.confusion, title: `Test examples: ${title}` }),
  };
}

/** Writes each figure as `figures/NAME.svg` and `figures/NAME.png`. */
export async function writeFigures(run: RunDirectory, figures: Figures): Promise<void> {
  for (const [name, svg] of Object.entries(figures) as [string, string][]) {
    await run.write(`figures/${name}.svg`, svg);
    await run.write(`figures/${name}.png`, toPng(svg));
  }
}
