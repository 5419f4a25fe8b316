import { ticks as roundTicks } from 'd3-array';
import { type RGBColor, rgb } from 'd3-color';
import { interpolateLab } from 'd3-interpolate';
import { scaleLinear } from 'd3-scale';
import { drawable } from './axes.js';
import { tickLabels } from './format.js';
import { element, text } from './svg.js';
import { textWidth } from './text-metrics.js';
import { theme } from './theme.js';

/**
 * The sequential color scale (ramp) of the theme over `domain`, clamped at its ends. An `exponent` below 1 spends more of
 * the ramp on low values.
 */
export function ramp(domain: readonly [number, number], exponent = 1): (value: number) => string {
  const [low, high] = domain;
  const last = theme.sequential.length - 1;
  if (low === high) return () => theme.sequential[Math.ceil(last / 2)]!;
  const shares = theme.sequential.map((_, i) => (i / last) ** (1 / exponent));
  // Weighted ends: high - low itself may overflow.
  const stops = shares.map((share) => low * (1 - share) + high * share);
  return scaleLinear<string>(stops, theme.sequential).interpolate(interpolateLab).clamp(true);
}

/** The text color with the best contrast on a background: white or the theme's strong ink, by WCAG contrast. */
export function inkOn(background: string): string {
  const light = luminance(rgb(background));
  const dark = luminance(rgb(theme.ink.strong));
  return 1.05 / (light + 0.05) > (light + 0.05) / (dark + 0.05) ? theme.paper : theme.ink.strong;
}

/** WCAG relative luminance, 0 to 1. */
export function luminance({ r, g, b }: RGBColor): number {
  const [red = 0, green = 0, blue = 0] = [r, g, b].map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const bar = { width: 10, gap: 6, steps: 40 } as const;

/** Round tick values of a color bar, as many as fit its height. */
function ticks([low, high]: readonly [number, number], height: number): number[] {
  return low === high ? [low] : roundTicks(low, high, Math.max(1, Math.min(5, Math.floor(height / 30))));
}

/** The width of a color bar with its labels. */
export function colorBarWidth(
  domain: readonly [number, number],
  height: number,
  format: (v: number) => string,
): number {
  const labels = tickLabels(ticks(domain, height), format).map((label) => textWidth(label, theme.font.small));
  return bar.width + bar.gap + Math.max(0, ...labels);
}

/** Draws a vertical color bar, the lowest value at the bottom, in strips: a gradient would need an id. */
export function drawColorBar(
  domain: readonly [number, number],
  color: (value: number) => string,
  format: (value: number) => string,
  { x, y, height }: { x: number; y: number; height: number },
): string {
  const [low, high] = domain;
  const strip = height / bar.steps;
  let markup = '';
  for (let i = 0; i < bar.steps; i++) {
    const share = (i + 0.5) / bar.steps;
    const top = y + height - (i + 1) * strip;
    // Each strip reaches under the one above, so that no seam shows.
    const overlap = i === 0 ? 0 : strip / 2;
    const fill = color(low * (1 - share) + high * share);
    markup = element('rect', { x, y: top, width: bar.width, height: strip + overlap, fill }) + markup;
  }
  markup = element('g', { 'shape-rendering': 'crispEdges' }, markup);
  const size = theme.font.small;
  const at = ticks(domain, height);
  const labels = tickLabels(at, format);
  for (const [i, tick] of at.entries()) {
    const share = low === high ? 0.5 : tick / (high - low) - low / (high - low);
    const center = y + height * (1 - share);
    markup += text(labels[i]!, x + bar.width + bar.gap, center + size * 0.35, {
      'font-size': size,
      fill: theme.ink.muted,
    });
  }
  return markup;
}

/** More of the color scale for low values where none is below 0: after a ReLU most of them are low. */
const exponentOf = ([low]: readonly [number, number]): number => (low >= 0 ? 0.7 : 1);

/** The color scale of feature maps. */
export const mapColors = (domain: readonly [number, number]): ((value: number) => string) =>
  ramp(domain, exponentOf(domain));

/** Colors of a palette; one more is for values that are not finite. */
const steps = 255;
const palettes = new Map<number, Uint8Array>();

/** The palette of {@link mapIndices}: red, green and blue of each index. */
export function mapPalette(domain: readonly [number, number]): Uint8Array {
  const exponent = exponentOf(domain);
  const known = palettes.get(exponent);
  if (known !== undefined) return known;
  const color = ramp([0, steps - 1], exponent);
  const colors = [...Array.from({ length: steps }, (_, i) => rgb(color(i))), rgb(theme.series[1])];
  const palette = Uint8Array.from(colors.flatMap(({ r, g, b }) => [r, g, b]));
  palettes.set(exponent, palette);
  return palette;
}

/** Quantizes values within a domain to indices of the palette. */
export function mapIndices(values: ArrayLike<number>, domain: readonly [number, number]): Uint8Array {
  const [low, high] = domain;
  return Uint8Array.from(values, (value) => {
    if (!drawable(value)) return steps;
    if (low === high) return steps >> 1;
    // Halves first: the difference of the ends may overflow.
    const share = (value / 2 - low / 2) / (high / 2 - low / 2);
    return Math.round(Math.max(0, Math.min(1, share)) * (steps - 1));
  });
}
