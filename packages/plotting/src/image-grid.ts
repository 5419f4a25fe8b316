import { PlotError } from './format.js';
import { header } from './header.js';
import { encodePng } from './png-encode.js';
import { element, escapeXml, figure, text, tooltip } from './svg.js';
import { truncate } from './text/measure.js';
import { spacing, theme } from './theme.js';

/** One picture of an {@link imageGrid}. */
export interface GridImage {
  /** `height · width · channels` numbers, row by row, the channels of a pixel side by side. */
  pixels: ArrayLike<number>;
  width: number;
  height: number;
  /** 1 for grey, 3 for red, green, blue. Default 1. */
  channels?: 1 | 3;
  /** A line under the picture. */
  caption?: string;
  /** Sets a mark before the caption, ✓ or ×, and a colour: for predictions. */
  verdict?: 'right' | 'wrong';
}

/** What {@link imageGrid} draws. */
export interface ImageGridOptions {
  title?: string;
  subtitle?: string;
  /** From left to right, then down. */
  images: readonly GridImage[];
  /** Pictures in a row. Default: as many as keep the grid wider than high, 12 at most. */
  columns?: number;
  /**
   * The pixel values of black and white. "each" stretches every picture over its own range, as feature maps need.
   * Default `[0, 1]`.
   */
  range?: readonly [number, number] | 'each';
  /** Pixels. Default 720. */
  width?: number;
}

/**
 * Small pictures in a grid, as an SVG string: the feature maps of a layer, or test images with their predictions.
 * Pixels are enlarged without smoothing.
 *
 * Throws {@link PlotError} where a picture's pixels do not match its size, and on a range that is not two rising
 * finite numbers.
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
  if (range !== 'each' && !(Number.isFinite(range[0]) && Number.isFinite(range[1]) && range[0] < range[1])) {
    throw new PlotError(
      `expected range to be "each" or two rising finite numbers, got [${range.join(', ')}]`,
    );
  }
  const columns = options.columns ?? Math.max(1, Math.min(12, Math.ceil(Math.sqrt(images.length * 1.8))));
  if (!(Number.isInteger(columns) && columns >= 1)) {
    throw new PlotError(`expected columns to be a whole number of 1 or more, got ${columns}`);
  }
  const head = header(title, subtitle, width);
  const gap = 8;
  const size = theme.font.small;
  const side = Math.max(8, (width - 2 * spacing.edge + gap) / columns - gap);
  const tall = Math.max(0.01, ...images.map((image) => image.height / image.width));
  const captions = images.some((image) => image.caption !== undefined || image.verdict !== undefined);
  const row = side * tall + (captions ? size * 1.9 : 0) + gap;
  const top = spacing.edge - 6 + head.height + (head.height > 0 ? spacing.block : 0);

  const cells = images.map((image, i) => {
    const x = spacing.edge + (i % columns) * (side + gap);
    const y = top + Math.floor(i / columns) * row;
    return drawImage(image, range, { x, y, side, tall: side * tall, size });
  });
  const rows = Math.ceil(images.length / columns);
  const empty = text('No images yet', width / 2, top + 50, {
    'font-size': theme.font.subtitle,
    fill: theme.ink.muted,
    'text-anchor': 'middle',
  });
  const captionList = images.map((image) => image.caption).filter((caption) => caption !== undefined);
  return figure({
    width,
    height: images.length === 0 ? top + 100 : top + rows * row - gap + spacing.edge,
    title: title ?? 'Images',
    description: `${images.length} images in ${columns} columns. ${captionList.join(', ')}`.trimEnd(),
    body:
      element('g', { transform: `translate(0,${spacing.edge - 6})` }, head.markup) +
      (images.length === 0 ? empty : cells.join('')),
  });
}

function check(image: GridImage, i: number): void {
  const { width, height, channels = 1, pixels } = image;
  const wanted = width * height * channels;
  if (Number.isInteger(width) && Number.isInteger(height) && wanted > 0 && pixels.length === wanted) return;
  throw new PlotError(
    `expected images[${i}] to have ${height} × ${width} × ${channels} = ${wanted} pixel values, got ${pixels.length}`,
  );
}

function drawImage(
  image: GridImage,
  range: readonly [number, number] | 'each',
  { x, y, side, tall, size }: { x: number; y: number; side: number; tall: number; size: number },
): string {
  const { caption = '', verdict, width, height, channels = 1 } = image;
  const bytes = encodePng(width, height, channels, samples(image.pixels, range));
  const frame = verdict === 'wrong' ? theme.series[1] : theme.ink.grid;
  const mark = verdict === undefined ? '' : verdict === 'right' ? '✓ ' : '× ';
  const shown = truncate(mark + caption, side, size);
  const weight = verdict === 'wrong' ? theme.font.strong : theme.font.regular;
  const line =
    shown === ''
      ? ''
      : element(
          'text',
          { x, y: y + tall + size * 1.35, 'font-size': size, 'font-weight': weight },
          escapeXml(shown),
        );
  return element(
    'g',
    {},
    caption === '' ? '' : tooltip(caption),
    element('image', {
      x,
      y,
      width: side,
      height: tall,
      href: `data:image/png;base64,${base64(bytes)}`,
      'image-rendering': 'optimizeSpeed',
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
    line,
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

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
