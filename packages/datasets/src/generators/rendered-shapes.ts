import { checkOptions, type Generator } from '@rnnlab/shared';
import type { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { type ImageDataset, imageDataset, type LabeledImage } from '../images/image-dataset.js';
import { generated, generatedImages, type RenderedOptions } from './generated.js';

const SIZE = 32;
/** A pixel is sampled at 4 × 4 points. */
const SAMPLES = 4;

type Corner = readonly [x: number, y: number];

/** For each shape, in the order of the classes: whether a point of the unit disc is inside it. */
const SHAPES: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  circle: (x, y) => x * x + y * y <= 0.9 * 0.9,
  ring: (x, y) => x * x + y * y <= 1 && x * x + y * y >= 0.58 * 0.58,
  crescent: (x, y) => x * x + y * y <= 1 && (x - 0.5) * (x - 0.5) + y * y >= 0.82 * 0.82,
  triangle: polygon([
    [0, -1],
    [0.866, 0.5],
    [-0.866, 0.5],
  ]),
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.71,
  // The inner corners of a pentagram, a little further out.
  star: polygon([
    [0, -1],
    [0.247, -0.34],
    [0.951, -0.309],
    [0.399, 0.13],
    [0.588, 0.809],
    [0, 0.42],
    [-0.588, 0.809],
    [-0.399, 0.13],
    [-0.951, -0.309],
    [-0.247, -0.34],
  ]),
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) <= 0.28 && Math.max(Math.abs(x), Math.abs(y)) <= 0.96,
  arrow: polygon([
    [0.98, 0],
    [0.1, 0.7],
    [0.1, 0.24],
    [-0.96, 0.24],
    [-0.96, -0.24],
    [0.1, -0.24],
    [0.1, -0.7],
  ]),
};

const CLASSES = Object.keys(SHAPES);
const INSIDE = Object.values(SHAPES);
const CARD = {
  name: 'rendered-shapes',
  description: 'Shapes of random color, size, turn and place on a random ground: 32 × 32, red, green, blue.',
  features: { label: { kind: 'label', names: CLASSES } },
} as const;

/**
 * Shapes in the layout of CIFAR-10, drawn: 32 × 32 pixels in red, green and blue, `[3, 32, 32]`. Circle, ring,
 * crescent, triangle, square, star, cross and arrow, each equally often on average, of random color, size, rotation
 * and position on a ground whose color changes from one corner to another, with a little noise. Colors say nothing about
 * the class. Nothing is downloaded; a drawing takes some 200 µs.
 *
 * @returns An endless stream.
 *
 * @example
 * for await (const batch of renderedShapes({ seed: 1 }).batch(32).take(100)) step(batch);
 */
export function renderedShapes(options: RenderedOptions): DatasetStream<LabeledImage> {
  checkOptions('renderedShapes', options, ['seed'], DatasetError);
  return generated(CARD, { seed: options.seed }, drawShape);
}

/**
 * The first `count` images of {@link renderedShapes} in typed arrays.
 *
 * @example
 * const shapes = renderedShapeImages(5_000, { seed: 1 });
 * shapes.classes?.[shapes.at(0).label]; // for example 'star'
 */
export function renderedShapeImages(count: number, options: RenderedOptions): ImageDataset {
  checkOptions('renderedShapeImages', options, ['seed'], DatasetError);
  return imageDataset({
    ...generatedImages(count, options.seed, 3 * SIZE * SIZE, drawShape),
    channels: 3,
    height: SIZE,
    width: SIZE,
    classes: CLASSES,
    card: CARD,
  });
}

/** Red, green, blue. */
type Color = readonly number[];

function drawShape(random: Generator): LabeledImage {
  const label = random.below(CLASSES.length);
  const [ground, otherGround, color] = colors(random);
  const covered = coverage(random, INSIDE[label]!);
  const pixels = new Uint8Array(3 * SIZE * SIZE);
  // The ground goes from one color to the other along a random direction.
  const downwards = random.uniform();
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const i = row * SIZE + column;
      const share = covered[i]! / (SAMPLES * SAMPLES);
      const blend = (downwards * row + (1 - downwards) * column) / (SIZE - 1);
      for (let channel = 0; channel < 3; channel++) {
        const behind = ground[channel]! + (otherGround[channel]! - ground[channel]!) * blend;
        const value = behind + (color[channel]! - behind) * share + random.integer(-8, 8);
        pixels[channel * SIZE * SIZE + i] = Math.floor(Math.min(255, Math.max(0, value)) + 0.5);
      }
    }
  }
  return { pixels, label };
}

/** Two colors for the ground, and one for the shape that stands out from both. */
function colors(random: Generator): [ground: Color, otherGround: Color, color: Color] {
  const any = (): Color => [random.below(256), random.below(256), random.below(256)];
  const ground = any();
  const near = ground.map((value) => value + random.integer(-40, 40));
  for (;;) {
    const color = any();
    const contrasts = (other: Color): boolean => Math.abs(brightness(color) - brightness(other)) > 60;
    if (contrasts(ground) && contrasts(near)) return [ground, near, color];
  }
}

/** As in ITU-R BT.601. */
function brightness(color: Color): number {
  return 0.299 * color[0]! + 0.587 * color[1]! + 0.114 * color[2]!;
}

/** How many of the samples of each pixel are inside the shape. */
function coverage(random: Generator, inside: (x: number, y: number) => boolean): Uint8Array {
  const radius = random.uniform(8, 13);
  const free = SIZE / 2 - radius - 1;
  const centerX = SIZE / 2 + random.uniform(-free, free);
  const centerY = SIZE / 2 + random.uniform(-free, free);
  const [cos, sin] = direction(random);
  const covered = new Uint8Array(SIZE * SIZE);
  const [top, bottom] = around(centerY, radius);
  const [left, right] = around(centerX, radius);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      let count = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
        const x = (column + ((sample % SAMPLES) + 0.5) / SAMPLES - centerX) / radius;
        const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES - centerY) / radius;
        if (x * x + y * y <= 1 && inside(cos * x + sin * y, cos * y - sin * x)) count++;
      }
      covered[row * SIZE + column] = count;
    }
  }
  return covered;
}

/** The first and the last pixel within `radius` of a point. */
function around(center: number, radius: number): [first: number, last: number] {
  return [Math.max(0, Math.floor(center - radius)), Math.min(SIZE - 1, Math.floor(center + radius))];
}

/** A random direction: a point within a circle, divided by its distance from the center. */
function direction(random: Generator): [cos: number, sin: number] {
  for (;;) {
    const x = random.uniform(-1, 1);
    const y = random.uniform(-1, 1);
    const length2 = x * x + y * y;
    if (length2 > 0.01 && length2 <= 1) {
      const length = Math.sqrt(length2);
      return [x / length, y / length];
    }
  }
}

/** Whether a point is inside a polygon: a ray from it crosses the edges an odd number of times. */
function polygon(corners: readonly Corner[]): (x: number, y: number) => boolean {
  const xs = Float64Array.from(corners, ([x]) => x);
  const ys = Float64Array.from(corners, ([, y]) => y);
  return (x, y) => {
    let inside = false;
    let before = corners.length - 1;
    for (let k = 0; k < corners.length; before = k++) {
      const y0 = ys[before]!;
      const y1 = ys[k]!;
      if (y0 > y === y1 > y) continue;
      const x0 = xs[before]!;
      if (x < ((xs[k]! - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside;
    }
    return inside;
  };
}
