import { checkOptions, type Generator } from '@rnnlab/shared';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { type ImageDataset, imageDataset, type LabeledImage } from '../images/image-dataset.js';
import { DIGIT_STROKES, type Point, type Stroke } from './digit-strokes.js';
import { drawStrokes, smooth } from './draw-strokes.js';
import { generated } from './generated.js';
import { generatedImages } from './generated-images.js';

const SIZE = 28;
const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const CARD = {
  name: 'rendered-digits',
  description: 'Digits drawn with a pen of random slant, size, thickness and place: 28 × 28, white on black.',
  features: { label: { kind: 'label', names: CLASSES } },
} as const;

export interface RenderedOptions {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
}

/**
 * Digits in the layout of MNIST, drawn: 28 × 28 gray pixels, white on black, [1, 28, 28]. Each digit equally often
 * on average. Up to three ways of writing, the points moved a little, of random height, width, slant, turn, place,
 * thickness and ink. Nothing is downloaded; a drawing takes some 30 µs.
 *
 * It is easier than MNIST: what is learnt from it reads drawn digits, not everyone's handwriting.
 *
 * @returns An endless stream.
 *
 * @example
 * for await (const batch of renderedDigits({ seed: 1 }).batch(32).take(100)) step(batch);
 */
export function renderedDigits(options: RenderedOptions): DatasetStream<LabeledImage> {
  checkOptions('renderedDigits', options, ['seed'], DatasetError);
  return generated(CARD, { seed: options.seed }, drawDigit);
}

/**
 * The first `count` images of {@link renderedDigits} in typed arrays.
 *
 * @example
 * const train = renderedDigitImages(10_000, { seed: 1 });
 * const test = renderedDigitImages(1_000, { seed: 2 });
 */
export function renderedDigitImages(count: number, options: RenderedOptions): ImageDataset {
  checkOptions('renderedDigitImages', options, ['seed'], DatasetError);
  return imageDataset({
    ...generatedImages(count, options.seed, SIZE * SIZE, drawDigit),
    channels: 1,
    height: SIZE,
    width: SIZE,
    classes: CLASSES,
    card: CARD,
  });
}

function drawDigit(random: Generator): LabeledImage {
  const label = random.below(10);
  const ways = DIGIT_STROKES[label]!;
  const strokes = ways[random.below(ways.length)]!;
  const place = placement(random);
  const lines = strokes.map((stroke) => lineOf(stroke, random, place));
  const radius = random.uniform(0.75, 1.65);
  const ink = random.uniform(200, 255);
  return { pixels: drawStrokes(lines, radius, ink, SIZE, SIZE), label };
}

function lineOf(stroke: Stroke, random: Generator, place: (point: Point) => Point): Point[] {
  const points = stroke.points.map(
    ([x, y]): Point => place([x + random.uniform(-0.035, 0.035), y + random.uniform(-0.025, 0.025)]),
  );
  return smooth(points, stroke.corners, stroke.closed);
}

/** Puts the box of a digit somewhere near the middle of the image. */
function placement(random: Generator): (point: Point) => Point {
  const height = random.uniform(16, 20);
  const width = height * random.uniform(0.5, 0.75);
  const slant = random.uniform(-0.1, 0.4);
  // A turn by up to 11 degrees, from the tangent of half its angle: no engine rounds this another way.
  const half = random.uniform(-0.1, 0.1);
  const cos = (1 - half * half) / (1 + half * half);
  const sin = (2 * half) / (1 + half * half);
  const shiftX = random.uniform(-2, 2);
  const shiftY = random.uniform(-2, 2);
  return ([x, y]) => {
    const up = (y - 0.5) * height;
    const along = (x - 0.5) * width - slant * up;
    return [SIZE / 2 + shiftX + cos * along - sin * up, SIZE / 2 + shiftY + sin * along + cos * up];
  };
}
