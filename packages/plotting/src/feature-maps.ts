import { checkValue, wholeNumber } from '@rnnlab/shared';
import { drawable } from './axes.js';
import { colorBarWidth, drawColorBar, mapColors, mapIndices, mapPalette } from './color-scale.js';
import { checkInterval, checkSize, PlotError } from './errors.js';
import { count, shortNumber } from './format.js';
import { columnsFor, type GridImage, imageUrl } from './image-grid.js';
import { encodePng, pngUrl } from './png-encode.js';
import { element, emptyMessage, figure, header, placeHeader, text, tooltip } from './svg.js';
import { truncateMiddle } from './text-metrics.js';
import { spacing, theme } from './theme.js';

/** The feature maps of one image: the activations of a layer. */
export interface ImageMaps {
  /** The activations, row-major, of `shape`. */
  data: ArrayLike<number>;
  /** `[channels, height, width]`, or `[height, width]` of a single map. */
  shape: readonly number[];
  /** The image itself, shown beside its maps. */
  image?: Omit<GridImage, 'caption' | 'verdict'> & {
    /** The pixel values of black and white. Default: `[0, 255]` for bytes, else `[0, 1]`. */
    range?: readonly [number, number];
  };
  /** A line under the image. */
  caption?: string;
}

/** Options of {@link featureMaps}. */
export interface FeatureMapsOptions {
  /** The title, such as the name of the layer. */
  title?: string;
  /** Default: the number of maps, and their size. */
  subtitle?: string;
  /** The images, each with a sheet of its maps, from top to bottom. */
  images: readonly ImageMaps[];
  /**
   * The values of the lightest and the darkest color. "shared": the lowest and highest value of all maps of the figure,
   * so that they can be compared. "each": those of each map, without a color bar. Default: "shared".
   */
  range?: 'shared' | 'each' | readonly [number, number];
  /** Maps per row. Default: as many as make a sheet about twice as wide as high. */
  columns?: number;
  /** Width in pixels. Default: as wide as the maps need, at most 720. */
  width?: number;
}

/**
 * Draws the feature maps (activations) of a layer for some images, as an SVG string: a sheet of tiles for each image, on one
 * color scale. Light is low and dark is high; pixels are enlarged without smoothing. Values that are not finite are orange.
 *
 * @throws {PlotError} When data does not match its shape, on a range that is not two rising finite numbers, and when
 * `width` is too small for the columns.
 *
 * @example
 * const features = await model.features(images, { layers: ['conv1'] });
 * featureMaps({ title: 'conv1', images: features.map(({ conv1 }, i) => ({ ...conv1, caption: names[i] })) });
 */
export function featureMaps(options: FeatureMapsOptions): string {
  const { images, title = 'Feature maps', range = 'shared' } = options;
  const most = checkSize('width', options.width ?? 720, 240);
  images.forEach(check);
  const domain = range === 'each' ? undefined : range === 'shared' ? extentOf(images) : checkRange(range);
  const sheets = images.map(sheetOf);
  const [first] = sheets;
  if (first === undefined) return emptySheets(options, title, most);

  const pictures = images.some(({ image, caption }) => image !== undefined || caption !== undefined);
  const left = spacing.edge + (pictures ? gap.image + gap.column : 0);
  const bar = domain === undefined ? 0 : gap.column + colorBarWidth(domain, barHeight, shortNumber);
  const { columns, side } = tiling(sheets, most - left - bar - spacing.edge, options.columns);
  const right = left + columns * (side + gap.tile) - gap.tile;
  const width = options.width ?? Math.max(right + bar + spacing.edge, 340);

  const summary = `${maps(first.count)} of ${first.height} × ${first.width}`;
  const head = header(options.title, options.subtitle ?? summary, width);
  const top = spacing.edge - 6 + head.height + spacing.block;
  let y = top;
  let body = placeHeader(head.markup);
  for (const [i, sheet] of sheets.entries()) {
    const beside = pictures ? drawImageBeside(images[i]!, y, gap.image) : { markup: '', height: 0 };
    const tall = (side * sheet.height) / sheet.width;
    const place = { x: left, y, side, tall, columns, gap: gap.tile };
    body += beside.markup + drawSheet(sheet, (values) => domain ?? extentOf([{ data: values }]), place);
    const rows = Math.ceil(sheet.count / columns);
    y += Math.max(beside.height, rows * (tall + gap.tile) - gap.tile) + gap.sheet;
  }
  if (domain !== undefined) {
    const place = { x: right + gap.column, y: top, height: barHeight };
    body += drawColorBar(domain, mapColors(domain), shortNumber, place);
  }
  const list = images.map(({ caption }, i) => `${caption ?? `image ${i + 1}`}: ${maps(sheets[i]!.count)}`);
  const scale =
    domain === undefined ? 'Each on its own scale' : `Scale from ${domain.map(shortNumber).join(' to ')}`;
  return figure({
    width,
    height: Math.max(y - gap.sheet, domain === undefined ? 0 : top + barHeight) + spacing.edge,
    title,
    description: `Feature maps. ${list.join('; ')}. ${scale}.`,
    body,
  });
}

const gap = { tile: 4, column: 16, sheet: 22, image: 72 } as const;
const barHeight = 160;
const largest = 72;

/** The number of maps per row, and their width: few maps are larger, but none fills a page. */
function tiling(
  sheets: readonly Sheet[],
  room: number,
  asked: number | undefined,
): { columns: number; side: number } {
  const most = Math.max(...sheets.map((sheet) => sheet.count));
  const columns = asked ?? columnsFor(most, 20, 2);
  checkValue('columns', columns, wholeNumber(1), PlotError);
  const wide = Math.min(...sheets.map((sheet) => sheet.width / sheet.height));
  const rows = Math.ceil(most / columns);
  const allowed = Math.max(largest, rows > 2 ? 0 : (200 / rows) * wide);
  const side = Math.min(allowed, (room + gap.tile) / columns - gap.tile);
  if (side >= 4) return { columns, side };
  throw new PlotError(
    `Maps of at least 4 pixels in ${columns} columns need more room, received ${Math.max(0, Math.floor(room))} pixels: raise width or lower columns.`,
  );
}

function emptySheets({ title, subtitle }: FeatureMapsOptions, name: string, width: number): string {
  const head = header(title, subtitle, width);
  const y = spacing.edge + head.height + 60;
  return figure({
    width,
    height: y + 60,
    title: name,
    description: 'No feature maps yet.',
    body: placeHeader(head.markup) + emptyMessage('No feature maps yet', width / 2, y),
  });
}

function sheetOf({ data, shape }: ImageMaps): Sheet {
  const [n, height, width] = shape.length === 2 ? [1, ...shape] : shape;
  return { data, count: n!, height: height!, width: width! };
}

const maps = (n: number): string => `${count(n)} ${n === 1 ? 'map' : 'maps'}`;

function check({ data, shape }: ImageMaps, i: number): void {
  const sizes = shape.every((size) => Number.isInteger(size) && size >= 1);
  const wanted = shape.reduce((product, size) => product * size, 1);
  if ((shape.length === 2 || shape.length === 3) && sizes && data.length === wanted) return;
  throw new PlotError(
    `images[${i}] must have a shape [maps, height, width] of whole numbers and as much data, received [${shape.join(', ')}] and ${data.length} values.`,
  );
}

function checkRange(range: readonly [number, number]): readonly [number, number] {
  const expected = '"shared", "each" or two rising finite numbers';
  checkInterval('range', range, { valid: (value) => drawable(value), expected });
  return range;
}

/** The lowest and highest finite value of all maps. */
function extentOf(images: readonly Pick<ImageMaps, 'data'>[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { data } of images) {
    for (let i = 0; i < data.length; i++) {
      const value = data[i]!;
      if (!drawable(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The maps of one image, checked. */
interface Sheet {
  data: ArrayLike<number>;
  count: number;
  height: number;
  width: number;
}

/** Draws the tiles of one image, row by row. */
function drawSheet(
  { data, count, height, width }: Sheet,
  domainOf: (values: ArrayLike<number>) => readonly [number, number],
  place: { x: number; y: number; side: number; tall: number; columns: number; gap: number },
): string {
  const { x, y, side, tall, columns, gap } = place;
  const area = height * width;
  let markup = '';
  for (let map = 0; map < count; map++) {
    const values = Float64Array.from({ length: area }, (_, i) => data[map * area + i]!);
    const domain = domainOf(values);
    const bytes = encodePng(width, height, 1, mapIndices(values, domain), mapPalette(domain));
    const [column, row] = [map % columns, Math.floor(map / columns)];
    const box = { x: x + column * (side + gap), y: y + row * (tall + gap), width: side, height: tall };
    markup += tile(pngUrl(bytes), box, `map ${map + 1}`);
  }
  return markup;
}

/** Draws the image beside its maps, and its caption. */
function drawImageBeside(
  { image, caption }: ImageMaps,
  y: number,
  width: number,
): { markup: string; height: number } {
  const size = theme.font.small;
  let [markup, height] = ['', 0];
  if (image !== undefined) {
    const { range, ...own } = image;
    const bytes = image.pixels instanceof Uint8Array || image.pixels instanceof Uint8ClampedArray;
    height = Math.min(width * 2, (width * image.height) / image.width);
    markup = tile(imageUrl(own, range ?? (bytes ? [0, 255] : [0, 1])), {
      x: spacing.edge,
      y,
      width,
      height,
    });
  }
  if (caption !== undefined && caption !== '') {
    const shown = truncateMiddle(caption, width, size);
    markup += text(shown, spacing.edge, y + height + size * 1.4, { 'font-size': size });
    height += size * 1.8;
  }
  return { markup, height };
}

function tile(
  href: string,
  box: { x: number; y: number; width: number; height: number },
  name?: string,
): string {
  return element(
    'g',
    {},
    name === undefined ? '' : tooltip(name),
    element('image', { ...box, href, preserveAspectRatio: 'none', 'image-rendering': 'pixelated' }),
    element('rect', { ...box, fill: 'none', stroke: theme.ink.grid, 'stroke-width': 0.8 }),
  );
}
