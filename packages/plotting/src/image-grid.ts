import { checkValue, wholeNumber } from '@rnnlab/shared';
import { checkInterval, PlotError } from './errors.js';
import { encodePng, pngUrl } from './png-encode.js';
import { element, emptyMessage, escapeXml, figure, header, placeHeader, tooltip } from './svg.js';
import { truncateMiddle } from './text-metrics.js';
import { spacing, theme } from './theme.js';

/** One image of an {@link imageGrid}. */
export interface GridImage {
  /** The pixels: `height · width · channels` numbers in the order of `layout`. */
  pixels: ArrayLike<number>;
  width: number;
  height: number;
  /** 1 for gray, 3 for red, green, blue. Default: 1. */
  channels?: 1 | 3;
  /**
   * "interleaved": `[height, width, channels]` (channels last). "planar": `[channels, height, width]` (channels first),
   * as in models and datasets. Default: "interleaved".
   */
  layout?: 'interleaved' | 'planar';
  /** Text under the image; a line break starts a new line. */
  caption?: string;
  /** Marks a prediction as correct (✓) or wrong (× and a frame), before the last line of the caption. */
  verdict?: 'right' | 'wrong';
}

/** Options of {@link imageGrid}. */
export interface ImageGridOptions {
  title?: string;
  subtitle?: string;
  /** The images, row by row. */
  images: readonly GridImage[];
  /** Images per row. Default: as many as keep the grid wider than high, 12 at most. */
  columns?: number;
  /**
   * The pixel values of black and white. "each" stretches the contrast of every image over its own range, as feature maps
   * need. Default: `[0, 1]`.
   */
  range?: readonly [number, number] | 'each';
  /** Width in pixels. Default: 720. */
  width?: number;
  /** The largest width of an image in pixels. Default: as large as the grid allows. */
  size?: number;
}

/**
 * Draws small images in a grid, as an SVG string: the feature maps of a layer, or test images with their predictions.
 * Pixels are enlarged without smoothing (nearest neighbor).
 *
 * @throws {PlotError} When the pixels of an image do not match its size, and on a range that is not two rising finite
 * numbers.
 *
 * @example
 * imageGrid({
 *   title: 'First convolution',
 *   images: maps.map((pixels, i) => ({ pixels, width: 24, height: 24, caption: `${i}` })),
 *   range: 'each',
 * });
 */
export function imageGrid(options: ImageGridOptions): string {
  const { images, title, subtitle, range = [0, 1], width = 720 } = options;
  images.forEach(check);
  if (range !== 'each') checkInterval('range', range, { expected: '"each" or two rising finite numbers' });
  const columns = options.columns ?? columnsFor(images.length, 12);
  checkValue('columns', columns, wholeNumber(1), PlotError);
  const head = header(title, subtitle, width);
  const gap = 8;
  const size = theme.font.small;
  const side = Math.min(options.size ?? width, Math.max(8, (width - 2 * spacing.edge + gap) / columns - gap));
  const tall = Math.max(0.01, ...images.map((image) => image.height / image.width));
  const lines = Math.max(0, ...images.map((image) => captionLines(image).length));
  const row = side * tall + (lines > 0 ? size * (0.6 + 1.3 * lines) : 0) + gap;
  const top = spacing.edge - 6 + head.height + (head.height > 0 ? spacing.block : 0);

  const cells = images.map((image, i) => {
    const x = spacing.edge + (i % columns) * (side + gap);
    const y = top + Math.floor(i / columns) * row;
    return drawImage(image, range, { x, y, side, tall: side * tall, size });
  });
  const rows = Math.ceil(images.length / columns);
  const empty = emptyMessage('No images yet', width / 2, top + 50);
  const captionList = images.flatMap(({ caption }) =>
    caption === undefined ? [] : [caption.replaceAll('\n', ', ')],
  );
  return figure({
    width,
    height: images.length === 0 ? top + 100 : top + rows * row - gap + spacing.edge,
    title: title ?? 'Images',
    description: `${images.length} images in ${columns} columns. ${captionList.join('; ')}`.trimEnd(),
    body: placeHeader(head.markup) + (images.length === 0 ? empty : cells.join('')),
  });
}

function check(image: GridImage, i: number): void {
  const { width, height, channels = 1, pixels } = image;
  const wanted = width * height * channels;
  if (Number.isInteger(width) && Number.isInteger(height) && wanted > 0 && pixels.length === wanted) return;
  throw new PlotError(
    `images[${i}] must have ${height} × ${width} × ${channels} = ${wanted} pixel values, received ${pixels.length}.`,
  );
}

function drawImage(
  image: GridImage,
  range: readonly [number, number] | 'each',
  { x, y, side, tall, size }: { x: number; y: number; side: number; tall: number; size: number },
): string {
  const { caption = '', verdict } = image;
  const frame = verdict === 'wrong' ? theme.series[1] : theme.ink.grid;
  const shown = captionLines(image);
  const text = shown.map((content, i) => {
    const strong = verdict === 'wrong' && i === shown.length - 1;
    const style = {
      'font-size': size,
      'font-weight': strong ? theme.font.strong : theme.font.regular,
      fill: i < shown.length - 1 ? theme.ink.muted : undefined,
    };
    const fitting = truncateMiddle(content, strong ? side * 0.94 : side, size);
    return element('text', { x, y: y + tall + size * (1.4 + 1.3 * i), ...style }, escapeXml(fitting));
  });
  return element(
    'g',
    {},
    caption === '' ? '' : tooltip(caption.replaceAll('\n', ', ')),
    element('image', {
      x,
      y,
      width: side,
      height: tall,
      href: imageUrl(image, range),
      'image-rendering': 'pixelated',
    }),
    element('rect', {
      x,
      y,
      width: side,
      height: tall,
      fill: 'none',
      stroke: frame,
      'stroke-width': verdict === 'wrong' ? 2.5 : 1,
    }),
    ...text,
  );
}

/** Chooses a number of columns that makes a grid wider than high, with full rows where possible. */
export function columnsFor(n: number, most: number, ratio = 1.8): number {
  const wanted = Math.max(1, Math.min(most, Math.ceil(Math.sqrt(n * ratio))));
  const near = [0, 1, -1, 2, -2].map((step) => wanted + step);
  return near.find((columns) => columns >= 1 && columns <= most && n % columns === 0) ?? wanted;
}

/** Encodes an image as the data URL of a PNG. */
export function imageUrl(
  image: Omit<GridImage, 'caption' | 'verdict'>,
  range: readonly [number, number] | 'each',
): string {
  const { width, height, channels = 1 } = image;
  return pngUrl(encodePng(width, height, channels, samples(interleaved(image), range)));
}

/** The lines of a caption, with the mark of the verdict before the last. */
function captionLines({ caption, verdict }: GridImage): string[] {
  const lines = caption === undefined || caption === '' ? [] : caption.split('\n');
  if (verdict === undefined) return lines;
  const mark = verdict === 'right' ? '✓' : '×';
  return [...lines.slice(0, -1), `${mark} ${lines.at(-1) ?? ''}`.trimEnd()];
}

/** Converts pixels to `[height, width, channels]`. */
function interleaved({
  pixels,
  width,
  height,
  channels = 1,
  layout,
}: Omit<GridImage, 'caption' | 'verdict'>): ArrayLike<number> {
  if (channels === 1 || layout !== 'planar') return pixels;
  const area = width * height;
  return Float32Array.from(
    { length: area * channels },
    (_, i) => pixels[(i % channels) * area + Math.floor(i / channels)]!,
  );
}

function samples(pixels: ArrayLike<number>, range: readonly [number, number] | 'each'): Uint8Array {
  let [low, high] = range === 'each' ? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] : range;
  if (range === 'each') {
    for (let i = 0; i < pixels.length; i++) {
      if (!Number.isFinite(pixels[i])) continue;
      low = Math.min(low, pixels[i]!);
      high = Math.max(high, pixels[i]!);
    }
  }
  const scale = high > low ? 255 / (high - low) : 0;
  return Uint8ClampedArray.from(pixels, (value) => (value - low) * scale) as unknown as Uint8Array;
}
