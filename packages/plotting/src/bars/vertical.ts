import { verticalScale } from '../axis.js';
import { tickLabels } from '../format.js';
import { columnLabels, drawColumnLabels } from '../grid/column-labels.js';
import { drawAxes } from '../lines/axes.js';
import { element, text } from '../svg.js';
import { textWidth, truncateMiddle, widest } from '../text/measure.js';
import { spacing, theme } from '../theme.js';
import { type BarLayout, halo, referenceKey, referenceMark, ruleStyle, whisker } from './bars.js';

/** Bars from below, one column each, the value on top where it fits. */
export function verticalBars(layout: BarLayout): { markup: string; bottom: number } {
  const { bars, width, baseline, reference } = layout;
  const { label: size, tick } = theme.font;
  const height = layout.height ?? 360;
  const names = bars.map((bar) => bar.label);
  const keyHeight = reference === undefined || bars.length === 0 ? 0 : tick * 1.9;
  const top = layout.top + size * 1.9 + keyHeight;
  const right = width - spacing.edge;

  // The labels' turn depends on the column width, that on the tick labels, and those on the height left over.
  const guess = columnLabels(names, (right - spacing.edge - 40) / (bars.length || 1));
  const bottom = Math.max(top + 40, height - spacing.edge - guess.height);
  const y = verticalScale(layout.values, [bottom, top], { domain: layout.domain });
  const format = layout.format ?? y.format;
  const ticksWidth = spacing.edge + widest(tickLabels(y.ticks, format), tick) + 8;
  const reach = guess.reach - (right - ticksWidth) / (bars.length || 1) / 2 + spacing.edge / 2;
  const left = Math.max(ticksWidth, guess.angle === 45 ? reach : 0);
  const step = (right - left) / (bars.length || 1);
  const labels = columnLabels(names, step);
  const area = { left, right, top, bottom };

  const at = (value: number) => Math.max(top, Math.min(bottom, y(value)));
  const zero = at(0);
  const none = Object.assign((value: number) => value, { domain: [0, 1] as const, ticks: [], format });
  const axes = { x: none, y, area, xFormat: format, yFormat: format, xLabel: '', yLabel: layout.valueLabel };
  let markup = drawAxes({ ...axes, empty: bars.length === 0 });
  if (bars.length === 0) {
    const style = { fill: theme.ink.muted, 'text-anchor': 'middle' };
    markup += text('No bars yet', (left + right) / 2, (top + bottom) / 2, style);
  }
  const textsFit = bars.every((bar) => textWidth(bar.text, size, 'strong') <= step - 4);
  let texts = '';
  bars.forEach((bar, i) => {
    const center = left + (i + 0.5) * step;
    const thick = Math.min(64, step * 0.68);
    const end = at(bar.value ?? 0);
    if (bar.value !== undefined) {
      const box = {
        x: center - thick / 2,
        y: Math.min(zero, end),
        width: thick,
        height: Math.abs(end - zero),
      };
      markup += element('rect', { ...box, fill: bar.color });
      if (bar.low !== undefined || bar.high !== undefined) {
        markup += whisker('y', at(bar.low ?? bar.value), at(bar.high ?? bar.value), center);
      }
    }
    if (bar.reference !== undefined) markup += referenceMark('y', at(bar.reference), center, thick);
    if (!textsFit) return;
    const marked = bar.reference === undefined ? zero : at(bar.reference) - 4;
    const highest = Math.min(
      marked,
      zero,
      end,
      at(bar.high ?? bar.value ?? 0),
      at(bar.low ?? bar.value ?? 0),
    );
    texts += text(bar.text, center, highest - 6, {
      'font-size': size,
      'font-weight': theme.font.strong,
      fill: theme.ink.strong,
      'text-anchor': 'middle',
      ...halo,
    });
  });
  if (baseline !== undefined && bars.length > 0) {
    const place = { x1: left, x2: right, y1: at(baseline.at), y2: at(baseline.at) };
    markup += element('line', { ...place, stroke: theme.paper, 'stroke-width': 3 });
    markup += element('line', { ...place, ...ruleStyle });
  }
  markup += texts + element('line', { x1: left, x2: right, y1: zero, y2: zero, stroke: theme.ink.axis });
  if (baseline !== undefined && bars.length > 0) {
    const shown = truncateMiddle(baseline.label, (right - left) * 0.55, tick);
    const keyEnd = right - textWidth(shown, tick) - 7;
    const keyY = layout.top + keyHeight + size - tick * 0.35;
    markup += element('line', { x1: keyEnd - 22, x2: keyEnd, y1: keyY, y2: keyY, ...ruleStyle });
    markup += text(shown, right, layout.top + keyHeight + size, {
      'font-size': tick,
      fill: theme.ink.body,
      'text-anchor': 'end',
    });
  }
  if (keyHeight > 0) {
    const shown = truncateMiddle(reference!, right - spacing.edge - 20, tick);
    markup += referenceKey(shown, spacing.edge, layout.top + tick * 0.7);
  }
  markup += drawColumnLabels(labels, names, left, bottom, step);
  return { markup, bottom: Math.max(height, bottom + labels.height + spacing.edge) };
}
