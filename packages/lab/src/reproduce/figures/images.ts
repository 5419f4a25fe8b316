import type { ImageDataset } from '@rnnlab/datasets';
import type { ClassProbability, ImageClassifier } from '@rnnlab/inference';
import { type PredictedImage, predictionGrid } from '@rnnlab/plotting';
import { count } from '@rnnlab/shared';
import type { ExperimentResults } from '../suite-results.js';
import type { RunDrawing } from './drawn-from-runs.js';

/** Images of each kind, as many as stand in a row: their captions are names of classes. */
const shownOf = (labels: readonly string[]): number => (labels.some((label) => label.length > 4) ? 6 : 10);

/** Images that are predicted at a time, until enough wrong ones are found. */
const CHUNK = 512;

/** The first test images, and the first others that are taken for something else, with label and prediction. */
export function imageFigure({ recipe, runs }: ExperimentResults): RunDrawing {
  const [run] = runs;
  const { confusion = [] } = run!;
  const all = confusion.flat().reduce((sum, value) => sum + value, 0);
  const wrong = all - confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  const shown = shownOf(run!.labels ?? []);
  const others =
    wrong === 0 ? '' : `, and below them the first others that are wrong, of ${count(wrong)} in all`;
  return {
    recipe,
    name: `images-${recipe}`,
    caption: `The first ${shown} of ${count(all)} test images${others}; ${recipe}, seed ${run!.seed}. The percentage is what the model gives the class that it names.`,
    async draw({ model, test }) {
      const chosen = await choose(model, test, shown);
      return predictionGrid({
        title: `Test images of ${recipe}`,
        subtitle: 'Above the true class, below it the predicted one with its probability',
        columns: shown,
        images: chosen.map(({ index, best }) => ({
          ...imageOf(test, index),
          truth: model.labels[test.labels[index]!]!,
          prediction: best.label,
          probability: best.probability,
        })),
      });
    },
  };
}

interface Chosen {
  index: number;
  best: ClassProbability;
}

async function choose(model: ImageClassifier, test: ImageDataset, shown: number): Promise<Chosen[]> {
  const first: Chosen[] = [];
  const wrong: Chosen[] = [];
  for (let start = 0; start < test.length && wrong.length < shown; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, test.length - start) }, (_, k) => start + k);
    const predictions = await model.predict(
      indices.map((index) => pixelsOf(test, index)),
      { top: 1 },
    );
    for (const [k, { classes }] of predictions.entries()) {
      const one = { index: start + k, best: classes[0]! };
      const label = model.labels[test.labels[one.index]!];
      if (first.length < shown) first.push(one);
      else if (one.best.label !== label && wrong.length < shown) wrong.push(one);
    }
  }
  return [...first, ...wrong];
}

/** The pixels of one image, `[channels, height, width]`. */
export function pixelsOf({ pixels, channels, height, width }: ImageDataset, index: number): Uint8Array {
  const size = channels * height * width;
  return pixels.subarray(index * size, (index + 1) * size);
}

/** An image as figures take it. */
export function imageOf(
  images: ImageDataset,
  index: number,
): Pick<PredictedImage, 'pixels' | 'width' | 'height' | 'channels' | 'layout'> {
  const { channels, height, width } = images;
  return {
    pixels: pixelsOf(images, index),
    ...{ width, height },
    channels: channels === 3 ? 3 : 1,
    layout: 'planar',
  };
}
