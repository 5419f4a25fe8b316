import { PlotError } from './errors.js';
import { columnsFor, type GridImage, imageGrid } from './image-grid.js';

/** One image of a {@link predictionGrid}, with its true and predicted label. */
export interface PredictedImage extends Omit<GridImage, 'caption' | 'verdict'> {
  /** The true label. */
  truth: string;
  /** The predicted label. */
  prediction: string;
  /** The predicted probability of the predicted label, 0 to 1. */
  probability?: number;
}

/** Options of {@link predictionGrid}. */
export interface PredictionGridOptions {
  title?: string;
  /** Default: the meaning of the two lines under an image, and the number of correct predictions. */
  subtitle?: string;
  /** The images, row by row. */
  images: readonly PredictedImage[];
  /** Images per row. Default: as many as keep the grid wider than high, 10 at most. */
  columns?: number;
  /** The pixel values of black and white. Default: `[0, 255]` for bytes, else `[0, 1]`. */
  range?: readonly [number, number];
  /** Width in pixels. Default: 720. */
  width?: number;
}

/**
 * Draws test images with their true label and, under it, the predicted one, as an SVG string. A wrong prediction has a ×,
 * bold type and a frame; a correct one a ✓.
 *
 * @throws {PlotError} When the pixels of an image do not match its size, and on a probability that is not from 0 to 1.
 *
 * @example
 * predictionGrid({
 *   title: 'Test images',
 *   images: [{ pixels, width: 28, height: 28, truth: '7', prediction: '1', probability: 0.62 }],
 * });
 */
export function predictionGrid(options: PredictionGridOptions): string {
  const { images, title = 'Predictions' } = options;
  const bytes = images.every(
    ({ pixels }) => pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray,
  );
  const correct = images.filter(({ truth, prediction }) => truth === prediction).length;
  const summary = `True label above, predicted label below: ${correct} of ${images.length} correct (✓)`;
  return imageGrid({
    title,
    ...(images.length > 0 && { subtitle: summary }),
    columns: options.columns ?? columnsFor(images.length, 10),
    range: options.range ?? (bytes && images.length > 0 ? [0, 255] : [0, 1]),
    size: 150,
    ...(options.subtitle !== undefined && { subtitle: options.subtitle }),
    ...(options.width !== undefined && { width: options.width }),
    images: images.map(({ truth, prediction, probability, ...image }, i) => ({
      ...image,
      caption: `${oneLine(truth)}\n${oneLine(prediction)}${share(probability, i)}`,
      verdict: truth === prediction ? 'right' : 'wrong',
    })),
  });
}

const oneLine = (label: string): string => label.replaceAll(/\s+/g, ' ');

function share(probability: number | undefined, i: number): string {
  if (probability === undefined) return '';
  if (!(probability >= 0 && probability <= 1)) {
    throw new PlotError(`images[${i}].probability must be from 0 to 1, received ${probability}.`);
  }
  return ` ${Math.round(probability * 100)}%`;
}
