import { horizontalScale, verticalScale } from '../axis.js';
import { tickLabels } from '../format.js';
import { element, escapeXml, text, tooltip } from '../svg.js';
import { textWidth, truncateMiddle, widest } from '../text/measure.js';
import { spacing, theme } from '../theme.js';
import {
  type BarLayout,
  halo,
  referenceKey,
  referenceMark,
  ruleStyle,
  smallDiamond,
  whisker,
} from './bars.js';

/** Bars from the left, one row each, the value at the end. */
export function horizontalBars(layout: BarLayout): { markup: string; bottom: number } {
  const { bars, width, baseline, reference } = layout;
  const { label: size, tick, small } = theme.font;
  const labels = bars.map((bar) => truncateMiddle(bar.label, width * 0.36, size));
  const left = spacing.edge + widest(labels, size) + 10;
  const referenceTexts = bars.map((bar) => bar.referenceText);
  const referenceWidth = reference === undefined ? 0 : 22 + widest(referenceTexts, size);
  const right =
    width -
    spacing.edge -
    widest(
      bars.map((bar) => bar.text),
      size,
      'strong',
    ) -
    (reference === undefined ? 10 : 16 + referenceWidth);
  const keyHeight = reference === undefined || bars.length === 0 ? 0 : tick * 1.9;
  const top = layout.top + keyHeight + (baseline === undefined ? 4 : tick * 1.7);
  const axis = size * 3.4;
  const row =
    layout.height === undefined
      ? 28
      : Math.max(10, (layout.height - top - axis - spacing.edge) / (bars.length || 2));
  const bottom = top + row * (bars.length || 2);

  const domain = verticalScale(layout.values, [0, right - left], { domain: layout.domain }).domain;
  const x = horizontalScale(layout.values, [left, right], { format: layout.format, domain });
  const at = (value: number) => Math.max(left, Math.min(right, x(value)));
  const zero = at(0);
  let markup = '';
  if (bars.length === 0) {
    markup += text('No bars yet', width / 2, (top + bottom) / 2, {
      fill: theme.ink.muted,
      'text-anchor': 'middle',
    });
  } else {
    const ticks = tickLabels(x.ticks, x.format);
    for (const [i, value] of x.ticks.entries()) {
      const style = { 'font-size': small, fill: theme.ink.muted, 'text-anchor': 'middle' };
      markup += element('line', { x1: x(value), x2: x(value), y1: top, y2: bottom, stroke: theme.ink.grid });
      markup += text(ticks[i]!, x(value), bottom + small * 1.4, style);
    }
  }
  let marks = '';
  bars.forEach((bar, i) => {
    const center = top + (i + 0.5) * row;
    const thick = Math.min(22, row * 0.68);
    const baselineOfText = center + size * 0.35;
    marks += element(
      'text',
      { x: left - 10, y: baselineOfText, 'font-size': Math.min(size, row * 0.9), 'text-anchor': 'end' },
      labels[i] === bar.label ? '' : tooltip(bar.label),
      escapeXml(labels[i]!),
    );
    const end = at(bar.value ?? 0);
    const marked = bar.reference === undefined ? zero : at(bar.reference) + 5;
    const far = Math.max(zero, end, at(bar.high ?? bar.value ?? 0), at(bar.low ?? bar.value ?? 0), marked);
    if (bar.value !== undefined) {
      const [x0, x1] = [Math.min(zero, end), Math.max(zero, end)];
      marks += element('rect', {
        x: x0,
        y: center - thick / 2,
        width: x1 - x0,
        height: thick,
        fill: bar.color,
      });
      if (bar.low !== undefined || bar.high !== undefined) {
        marks += whisker('x', at(bar.low ?? bar.value), at(bar.high ?? bar.value), center);
      }
    }
    if (bar.reference !== undefined) marks += referenceMark('x', at(bar.reference), center, thick);
    if (bar.reference !== undefined) {
      const after = far + 20 + textWidth(bar.text, Math.min(size, row * 0.9), 'strong');
      marks += smallDiamond(after, center);
      marks += text(bar.referenceText, after + 6, baselineOfText, {
        'font-size': Math.min(size, row * 0.9),
        fill: theme.ink.body,
        ...halo,
      });
    }
    marks += text(bar.text, far + 7, baselineOfText, {
      'font-size': Math.min(size, row * 0.9),
      'font-weight': theme.font.strong,
      fill: theme.ink.strong,
      ...halo,
    });
  });
  markup += marks;
  if (keyHeight > 0) {
    const shown = truncateMiddle(reference!, width - 2 * spacing.edge - 20, tick);
    markup += referenceKey(shown, spacing.edge, layout.top + tick * 0.7);
  }
  if (bars.length > 0)
    markup += element('line', { x1: zero, x2: zero, y1: top, y2: bottom, stroke: theme.ink.axis });
  if (baseline !== undefined && bars.length > 0) {
    const place = at(baseline.at);
    const half = textWidth(baseline.label, tick) / 2;
    const labelX = Math.max(spacing.edge + half, Math.min(width - spacing.edge - half, place));
    markup += element('line', {
      x1: place,
      x2: place,
      y1: top - 3,
      y2: bottom,
      stroke: theme.paper,
      'stroke-width': 3,
    });
    markup += element('line', { x1: place, x2: place, y1: top - 3, y2: bottom, ...ruleStyle });
    markup += text(truncateMiddle(baseline.label, width - 2 * spacing.edge, tick), labelX, top - 7, {
      'font-size': tick,
      fill: theme.ink.body,
      'text-anchor': 'middle',
    });
  }
  const labelY = bottom + small * 1.4 + size * 1.5;
  const middle = (left + right) / 2;
  const room = 2 * (Math.min(middle, width - middle) - spacing.edge);
  markup += text(truncateMiddle(layout.valueLabel, room, size), middle, labelY, {
    'font-size': size,
    fill: theme.ink.muted,
    'text-anchor': 'middle',
  });
  return { markup, bottom: layout.height ?? labelY + spacing.edge };
}
