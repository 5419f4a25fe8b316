import type { AxisScale } from './axes.js';
import { element, text } from './svg.js';
import { textWidth, truncate } from './text-metrics.js';
import { theme } from './theme.js';

/** A rule across the plot: vertical at an `x` (the best epoch), horizontal at a `y` (a baseline). */
export interface Annotation {
  axis: 'x' | 'y';
  at: number;
  label?: string;
}

/** The plot area in pixels. */
export interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** The rules, and their labels each at the place that hides the fewest data points and no other label. */
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
    const place = axis === 'x' ? x(at) : y(at);
    const [low, high] = axis === 'x' ? [area.left, area.right] : [area.top, area.bottom];
    if (!(place >= low - 0.5 && place <= high + 0.5)) continue;
    rules += rule(axis, place, area);
    if (label === undefined || label === '') continue;
    const shown = truncate(label, area.right - area.left - 12, size);
    const box = candidates(axis, place, textWidth(shown, size), size, area)
      .map((candidate, order) => ({ candidate, cost: cost(candidate, points, taken) * 10 + order }))
      .reduce((best, next) => (next.cost < best.cost ? next : best)).candidate;
    taken.push(box);
    // Anchored at the side that must not move, should the text be set in another font.
    const atEnd = axis === 'x' ? box[2] < place : box[0] + box[2] > area.left + area.right;
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

function rule(axis: 'x' | 'y', place: number, area: Area): string {
  return element('line', {
    x1: axis === 'x' ? place : area.left,
    x2: axis === 'x' ? place : area.right,
    y1: axis === 'x' ? area.top : place,
    y2: axis === 'x' ? area.bottom : place,
    stroke: theme.ink.rule,
    'stroke-width': 1.2,
    'stroke-dasharray': '1.5 3',
    'stroke-linecap': 'round',
  });
}

/** Boxes beside the rule that lie inside the plot, the preferred ones first. */
function candidates(axis: 'x' | 'y', place: number, width: number, size: number, area: Area): Box[] {
  const height = size * 1.25;
  const box = (left: number, top: number): Box => [left, top, left + width, top + height];
  const fits = ([left, top, right, bottom]: Box) =>
    left >= area.left && right <= area.right && top >= area.top && bottom <= area.bottom;
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const boxes =
    axis === 'x'
      ? steps.flatMap((step) => {
          const top = area.top + 4 + step * (area.bottom - area.top - height - 8);
          return [box(place + 6, top), box(place - 6 - width, top)];
        })
      : steps.flatMap((step) => {
          const left = area.right - 6 - width - step * (area.right - area.left - width - 12);
          return [box(left, place - height - 3), box(left, place + 3)];
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
