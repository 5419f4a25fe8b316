import type { ImageMaps } from '../feature-maps.js';
import { pictureUrl } from '../image-grid.js';
import { encodePng, pngUrl } from '../png-encode.js';
import { element, text, tooltip } from '../svg.js';
import { truncateMiddle } from '../text/measure.js';
import { spacing, theme } from '../theme.js';
import { mapIndices, mapPalette } from './colors.js';

/** The maps of one image. */
export interface Sheet {
  data: ArrayLike<number>;
  count: number;
  height: number;
  width: number;
}

/** The tiles of one image, from left to right, then down. */
export function drawSheet(
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

/** The image that maps are of, and its caption. */
export function drawImageBeside(
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
    markup = tile(pictureUrl(own, range ?? (bytes ? [0, 255] : [0, 1])), {
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
