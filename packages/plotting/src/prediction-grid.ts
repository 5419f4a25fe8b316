import { PlotError } from './format.js';
import { columnsFor, type GridImage, imageGrid } from './image-grid.js';

/** One picture of a {@link predictionGrid}. */
export interface PredictedImage extends Omit<GridImage, 'caption' | 'verdict'> {
  /** Its true class. */
  truth: string;
  /** The class that the model names. */
  prediction: string;
  /** The probability that the model gives its class, 0 to 1. */
  probability?: number;
}

/** What {@link predictionGrid} draws. */
export interface PredictionGridOptions {
  title?: string;
  /** Default: what the two lines under a picture are, and how many are right. */
  subtitle?: string;
  /** From left to right, then down. */
  images: readonly PredictedImage[];
  /** Pictures in a row. Default: as many as keep the grid wider than high, 10 at most. */
  columns?: number;
  /** The pixel values of black and white. Default `[0, 255]` for bytes, else `[0, 1]`. */
  range?: readonly [number, number];
  /** Pixels. Default 720. */
  width?: number;
}

/**
 * Test images with their true class and, under it, the predicted one, as an SVG string. A wrong prediction has a ×, bold
 * type and a frame; a right one a ✓.
 *
 * Throws {@link PlotError} where a picture's pixels do not match its size and on a probability beyond 0 to 1.
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
  const right = images.filter(({ truth, prediction }) => truth === prediction).length;
  const summary = `Truth above, prediction below it: ${right} of ${images.length} right (✓)`;
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
