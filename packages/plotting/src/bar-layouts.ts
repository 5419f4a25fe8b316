import { drawAxes, horizontalScale, verticalScale } from './axes.js';
import {
  type BarLayout,
  halo,
  referenceKey,
  referenceMark,
  ruleStyle,
  smallDiamond,
  whisker,
} from './bar-marks.js';
import { tickLabels } from './format.js';
import { columnLabels, drawColumnLabels } from './grid-labels.js';
import { element, escapeXml, text, tooltip } from './svg.js';
import { textWidth, truncateMiddle, widest } from './text-metrics.js';
import { spacing, theme } from './theme.js';

/** Draws bars from the left, one row each, the value at the end. */
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
    const ruleX = at(baseline.at);
    const half = textWidth(baseline.label, tick) / 2;
    const labelX = Math.max(spacing.edge + half, Math.min(width - spacing.edge - half, ruleX));
    markup += element('line', {
      x1: ruleX,
      x2: ruleX,
      y1: top - 3,
      y2: bottom,
      stroke: theme.paper,
      'stroke-width': 3,
    });
    markup += element('line', { x1: ruleX, x2: ruleX, y1: top - 3, y2: bottom, ...ruleStyle });
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

/** Draws bars from below, one column each, the value on top where it fits. */
export function verticalBars(layout: BarLayout): { markup: string; bottom: number } {
  const { bars, width, baseline, reference } = layout;
  const { label: size, tick } = theme.font;
  const height = layout.height ?? 360;
  const names = bars.map((bar) => bar.label);
  const keyHeight = reference === undefined || bars.length === 0 ? 0 : tick * 1.9;
  const top = layout.top + size * 1.9 + keyHeight;
  const right = width - spacing.edge;

  // The rotation of the labels depends on the column width, that on the tick labels, and those on the remaining height.
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
    const rule = { x1: left, x2: right, y1: at(baseline.at), y2: at(baseline.at) };
    markup += element('line', { ...rule, stroke: theme.paper, 'stroke-width': 3 });
    markup += element('line', { ...rule, ...ruleStyle });
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
