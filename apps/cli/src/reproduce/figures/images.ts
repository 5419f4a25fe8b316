import type { ImageDataset } from '@rnnlab/datasets';
import type { ClassProbability, ImageClassifier } from '@rnnlab/inference';
import { type PredictedImage, predictionGrid } from '@rnnlab/plotting';
import { count } from '../../terminal/format.js';
import type { ExperimentResults } from '../results.js';
import type { RunDrawing } from './drawn-from-runs.js';

/** Images of each kind. */
const SHOWN = 10;
/** Images that are predicted at a time, until enough wrong ones are found. */
const CHUNK = 512;

/** The first test images, and the first of those that are taken for something else, with truth and prediction. */
export function imageFigure({ recipe, summary, runs }: ExperimentResults): RunDrawing {
  const [run] = runs;
  const { confusion = [] } = run!;
  const all = confusion.flat().reduce((sum, value) => sum + value, 0);
  const wrong = all - confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  const choice =
    wrong === 0
      ? `The first ${SHOWN} of ${count(all)} test images`
      : `The first ${SHOWN} of ${count(all)} test images, and below them the first ${Math.min(SHOWN, wrong)} of the ${count(wrong)} that are wrong`;
  return {
    recipe,
    name: `images-${recipe}`,
    caption: `${choice}; ${recipe}, seed ${run!.seed}. The percentage is what the model gives the class that it names.`,
    async draw({ model, test }) {
      const chosen = await choose(model, test);
      return predictionGrid({
        title: summary,
        subtitle: 'Above the true class, below it the predicted one with its probability',
        columns: SHOWN,
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

async function choose(model: ImageClassifier, test: ImageDataset): Promise<Chosen[]> {
  const first: Chosen[] = [];
  const wrong: Chosen[] = [];
  for (let start = 0; start < test.length && wrong.length < SHOWN; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, test.length - start) }, (_, k) => start + k);
    const predictions = await model.predict(
      indices.map((index) => pixelsOf(test, index)),
      { top: 1 },
    );
    for (const [k, { classes }] of predictions.entries()) {
      const one = { index: start + k, best: classes[0]! };
      if (first.length < SHOWN) first.push(one);
      const truth = model.labels[test.labels[one.index]!];
      if (one.best.label !== truth && wrong.length < SHOWN) wrong.push(one);
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
