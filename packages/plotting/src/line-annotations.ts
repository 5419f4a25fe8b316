import type { Area, AxisScale } from './axes.js';
import { element, text } from './svg.js';
import { textWidth, truncate } from './text-metrics.js';
import { theme } from './theme.js';

/** A rule across a line chart: vertical at an `x` (the best epoch), horizontal at a `y` (a baseline). */
export interface Annotation {
  axis: 'x' | 'y';
  at: number;
  label?: string;
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Draws the rules, and each label at the position that hides the fewest data points and no other label. */
export function drawAnnotations(
  annotations: readonly Annotation[],
  x: AxisScale,
  y: AxisScale,
  area: Area,
  points: readonly (readonly [number, number])[],
): { rules: string; labels: string } {
  const size = theme.font.tick;
  const taken: Box[] = [];
  let [rules, labels] = ['', ''];
  for (const { axis, at, label } of annotations) {
    const position = axis === 'x' ? x(at) : y(at);
    const [low, high] = axis === 'x' ? [area.left, area.right] : [area.top, area.bottom];
    if (!(position >= low - 0.5 && position <= high + 0.5)) continue;
    rules += rule(axis, position, area);
    if (label === undefined || label === '') continue;
    const shown = truncate(label, area.right - area.left - 12, size);
    const box = candidates(axis, position, textWidth(shown, size), size, area)
      .map((candidate, order) => ({ candidate, cost: cost(candidate, points, taken) * 10 + order }))
      .reduce((best, next) => (next.cost < best.cost ? next : best)).candidate;
    taken.push(box);
    // Anchored at the side next to the rule, in case another font changes the width.
    const atEnd = axis === 'x' ? box[2] < position : box[0] + box[2] > area.left + area.right;
    labels += text(shown, atEnd ? box[2] : box[0], box[3] - size * 0.28, {
      'text-anchor': atEnd ? 'end' : undefined,
      'font-size': size,
      fill: theme.ink.body,
      stroke: theme.paper,
      'stroke-width': 3,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
    });
  }
  return { rules, labels };
}

function rule(axis: 'x' | 'y', position: number, area: Area): string {
  return element('line', {
    x1: axis === 'x' ? position : area.left,
    x2: axis === 'x' ? position : area.right,
    y1: axis === 'x' ? area.top : position,
    y2: axis === 'x' ? area.bottom : position,
    stroke: theme.ink.rule,
    'stroke-width': 1.2,
    'stroke-dasharray': '1.5 3',
    'stroke-linecap': 'round',
  });
}

/** Label boxes beside the rule and inside the plot, the preferred ones first. */
function candidates(axis: 'x' | 'y', position: number, width: number, size: number, area: Area): Box[] {
  const height = size * 1.25;
  const box = (left: number, top: number): Box => [left, top, left + width, top + height];
  const fits = ([left, top, right, bottom]: Box) =>
    left >= area.left && right <= area.right && top >= area.top && bottom <= area.bottom;
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const boxes =
    axis === 'x'
      ? steps.flatMap((step) => {
          const top = area.top + 4 + step * (area.bottom - area.top - height - 8);
          return [box(position + 6, top), box(position - 6 - width, top)];
        })
      : steps.flatMap((step) => {
          const left = area.right - 6 - width - step * (area.right - area.left - width - 12);
          return [box(left, position - height - 3), box(left, position + 3)];
        });
  const inside = boxes.filter(fits);
  return inside.length > 0 ? inside : [boxes.find(([left]) => left >= area.left) ?? boxes[0]!];
}

function cost(
  [left, top, right, bottom]: Box,
  points: readonly (readonly [number, number])[],
  taken: readonly Box[],
): number {
  const hidden = points.filter(
    ([x, y]) => x > left - 3 && x < right + 3 && y > top - 2 && y < bottom + 2,
  ).length;
  const overlaps = taken.filter(
    (box) => left < box[2] && right > box[0] && top < box[3] && bottom > box[1],
  ).length;
  return hidden + overlaps * 1000;
}
