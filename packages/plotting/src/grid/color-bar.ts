import { ticks as roundTicks } from 'd3-array';
import { tickLabels } from '../format.js';
import { element, text } from '../svg.js';
import { textWidth } from '../text/measure.js';
import { theme } from '../theme.js';

const bar = { width: 10, gap: 6, steps: 40 } as const;

/** Round tick values of a color bar, as many as its height has room for. */
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

/** A vertical scale of the colors, the lowest value at its foot. Made of strips: a gradient would need an id. */
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
