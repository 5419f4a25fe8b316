import { checkOptions, type Generator } from '@rnnlab/shared';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { type ImageDataset, imageDataset, type LabeledImage } from '../images/image-dataset.js';
import { generated, generatedImages, type RenderedOptions } from './generated.js';

const SIZE = 28;
const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const CARD = {
  name: 'rendered-digits',
  description: 'Digits drawn with a pen of random slant, size, thickness and place: 28 × 28, white on black.',
  features: { label: { kind: 'label', names: CLASSES } },
} as const;

/**
 * Digits in the layout of MNIST, drawn: 28 × 28 gray pixels, white on black, `[1, 28, 28]`. Each digit equally often
 * on average. Up to three ways of writing, the points moved a little, of random height, width, slant, rotation, position,
 * thickness and ink. Nothing is downloaded; a drawing takes some 30 µs.
 *
 * It is easier than MNIST: what is learned from it reads drawn digits, not everyone's handwriting.
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
  return catmullRom(points, stroke.corners, stroke.closed);
}

/** Puts the box of a digit somewhere near the middle of the image. */
function placement(random: Generator): (point: Point) => Point {
  const height = random.uniform(16, 20);
  const width = height * random.uniform(0.5, 0.75);
  const slant = random.uniform(-0.1, 0.4);
  // A rotation by up to 11 degrees, from the tangent of half its angle: no engine rounds this another way.
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

/** Straight segments per piece of a curve: at 28 pixels none of them shows. */
const SEGMENTS = 5;

/**
 * A curve through all points (E. Catmull and R. Rom, A Class of Local Interpolating Splines, 1974), as a polyline.
 *
 * @param corners - Indices of points at which it breaks.
 */
function catmullRom(points: readonly Point[], corners: readonly number[], closed: boolean): Point[] {
  if (closed) {
    const around = [points.at(-1)!, ...points, points[0]!, points[1]!];
    return splinePoints(around);
  }
  const breaks = [0, ...corners, points.length - 1];
  const line: Point[] = [];
  for (let k = 1; k < breaks.length; k++) {
    const part = points.slice(breaks[k - 1], breaks[k]! + 1);
    // Beyond its ends a curve continues straight.
    line.push(
      ...splinePoints([extrapolate(part[0]!, part[1]!), ...part, extrapolate(part.at(-1)!, part.at(-2)!)]),
    );
  }
  return line;
}

function extrapolate(end: Point, before: Point): Point {
  return [2 * end[0] - before[0], 2 * end[1] - before[1]];
}

/** From the second point to the last but one. */
function splinePoints(points: readonly Point[]): Point[] {
  const line: Point[] = [points[1]!];
  for (let k = 1; k < points.length - 2; k++) {
    const [a, b, c, d] = [points[k - 1]!, points[k]!, points[k + 1]!, points[k + 2]!];
    for (let piece = 1; piece <= SEGMENTS; piece++) {
      const t = piece / SEGMENTS;
      const at = (axis: 0 | 1): number =>
        0.5 *
        (2 * b[axis] +
          (c[axis] - a[axis]) * t +
          (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t +
          (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t * t * t);
      line.push([at(0), at(1)]);
    }
  }
  return line;
}

/**
 * Draws polylines with a round pen.
 *
 * @param lines - In pixels: the center of the first pixel is at (.5, .5).
 * @param radius - Of the pen, in pixels.
 * @param ink - What a fully covered pixel gets.
 * @returns [height, width]; a pixel at the edge gets the part of the ink by which the pen reaches into it.
 */
function drawStrokes(
  lines: readonly (readonly Point[])[],
  radius: number,
  ink: number,
  height: number,
  width: number,
): Uint8Array {
  const reach = radius + 0.5;
  /** Squared distance of each pixel's center to the nearest line, where it is within reach. */
  const nearest = new Float64Array(height * width).fill(reach * reach);
  for (const line of lines) {
    for (let k = 1; k < line.length; k++)
      lowerDistances(nearest, line[k - 1]!, line[k]!, reach, height, width);
  }
  const pixels = new Uint8Array(height * width);
  for (let i = 0; i < pixels.length; i++) {
    // Like + - × ÷, a square root is rounded the same way by every engine.
    const covered = Math.min(1, reach - Math.sqrt(nearest[i]!));
    pixels[i] = Math.floor(ink * covered + 0.5);
  }
  return pixels;
}

/** Lowers the distances of the pixels around one segment of a line. */
function lowerDistances(
  nearest: Float64Array,
  [x0, y0]: Point,
  [x1, y1]: Point,
  reach: number,
  height: number,
  width: number,
): void {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length2 = dx * dx + dy * dy;
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(height - 1, Math.floor(Math.max(y0, y1) + reach));
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(width - 1, Math.floor(Math.max(x0, x1) + reach));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - x0;
      const py = row + 0.5 - y0;
      const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
      const ex = px - along * dx;
      const ey = py - along * dy;
      const distance2 = ex * ex + ey * ey;
      if (distance2 < nearest[row * width + column]!) nearest[row * width + column] = distance2;
    }
  }
}

/** A point in the box of a digit: x from the left, y from the top, 0 to 1. */
type Point = readonly [x: number, y: number];

/** Points that a pen goes through: round, but for the corners. */
interface Stroke {
  readonly points: readonly Point[];
  /** Indices of the points at which the direction breaks. */
  readonly corners: readonly number[];
  /** Whether the last point is joined to the first. */
  readonly closed: boolean;
}

/**
 * For each digit the ways to write it, each of one stroke or more: points `x,y` in hundredths of the box, with `!`
 * at a corner, and `o` at the end of a closed stroke.
 */
const STROKE_TEXTS: readonly (readonly (readonly string[])[])[] = [
  [['50,0 20,14 6,50 20,86 50,100 80,86 94,50 80,14 o']],
  [['50,0 50,100'], ['22,24 55,0! 55,100'], ['22,24 52,0! 52,100', '20,100 84,100']],
  [
    ['10,24 28,4 60,0 88,20 78,48 45,74 8,100! 94,98'],
    ['12,22 34,2 70,6 84,32 60,66 26,94 10,90 22,78 56,92 96,96'],
  ],
  [['12,12 46,0 82,12 78,36 40,47! 80,56 92,78 62,99 30,98 6,86']],
  [
    ['70,0 6,66! 96,66', '70,0 70,100'],
    ['20,2 12,34 14,54! 84,54', '84,0 80,100'],
  ],
  [['88,1 26,2! 18,44! 50,36 84,48 90,74 64,98 30,99 6,86']],
  [['74,0 38,20 12,56 18,88 50,100 82,90 88,68 64,50 30,56 14,74']],
  [['8,3 92,2! 60,46 42,100'], ['8,3 92,2! 60,46 42,100', '30,50 82,48']],
  [['50,0 20,10 20,33 50,47 82,62 86,86 50,100 14,86 18,62 50,47 80,33 80,10 o']],
  [
    ['86,26 66,48 30,48 12,28 26,6 58,0 82,10 88,30 84,66 60,100'],
    ['84,6 50,0 16,12 14,38 44,50 78,34 84,6! 78,100'],
  ],
];

/** For each digit the ways to write it. */
const DIGIT_STROKES: readonly (readonly (readonly Stroke[])[])[] = STROKE_TEXTS.map((ways) =>
  ways.map((strokes) => strokes.map(parseStroke)),
);

function parseStroke(stroke: string): Stroke {
  const points = stroke.split(' ').filter((point) => point !== 'o');
  return {
    points: points.map((point): Point => {
      const [x, y] = point.replace('!', '').split(',');
      return [Number(x) / 100, Number(y) / 100];
    }),
    corners: [...points.keys()].filter((k) => points[k]!.endsWith('!')),
    closed: stroke.endsWith('o'),
  };
}
