import {
  line as d3Line,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import { type AxisScale, drawable } from './axes.js';
import { coordinate, element } from './svg.js';
import { type Marker, theme } from './theme.js';

/** One line of a line chart. */
export interface LineSeries {
  /** The name in the legend. */
  name: string;
  /** `[x, y]` pairs in drawing order. A value that is not finite breaks the line. */
  points: readonly (readonly [x: number, y: number])[];
  /** Dashes instead of a solid line. By convention training is dashed, validation and test are solid. Default: false. */
  dashed?: boolean;
  /** Any SVG color. Default: the next of the theme's series colors. */
  color?: string;
  /** Series of one group share color and marker, such as the training and test lines of one run. Default: the name. */
  group?: string;
  /** Default: one shape per color where a chart has more than two colors, else none. */
  marker?: Marker | 'none';
}

/** A series with its style, and its points in pixels. */
export interface DrawnSeries {
  name: string;
  color: string;
  dashed: boolean;
  marker: Marker | undefined;
  /** Points in segments without a gap. */
  segments: [x: number, y: number][][];
}

/**
 * Gives every series its color and marker: in order, one of each per group. Where colors repeat, the markers differ.
 *
 * @param plain - Number of colors up to which no markers are needed.
 */
export function styleSeries(series: readonly LineSeries[], plain = 2): Omit<DrawnSeries, 'segments'>[] {
  const groups = [...new Set(series.map((one) => one.group ?? one.name))];
  const colors = new Set(series.map((one) => one.color ?? one.group ?? one.name));
  return series.map((one) => {
    const index = groups.indexOf(one.group ?? one.name);
    const round = Math.floor(index / theme.series.length);
    const automatic =
      colors.size > plain ? theme.markers[(index + 3 * round) % theme.markers.length] : undefined;
    return {
      name: one.name,
      color: one.color ?? theme.series[index % theme.series.length]!,
      dashed: one.dashed ?? false,
      marker: one.marker === 'none' ? undefined : (one.marker ?? automatic),
    };
  });
}

/** Splits points into segments without a gap, in pixels. */
export function segments(
  points: LineSeries['points'],
  x: AxisScale,
  y: AxisScale,
  logarithmic: { x: boolean; y: boolean },
): [number, number][][] {
  const runs: [number, number][][] = [];
  let open = false;
  for (const [px, py] of points) {
    const inside = drawable(px, logarithmic.x) && drawable(py, logarithmic.y);
    if (inside && !open) runs.push([]);
    if (inside) runs.at(-1)!.push([x(px), y(py)]);
    open = inside;
  }
  return runs.map(thin);
}

/** Downsamples a long segment: first, lowest, highest and last point of every pixel column, which looks the same. */
function thin(run: [number, number][]): [number, number][] {
  if (run.length < 2000) return run;
  const kept: [number, number][] = [];
  for (let start = 0; start < run.length; ) {
    const column = Math.floor(run[start]![0]);
    let [low, high, end] = [start, start, start];
    for (; end < run.length && Math.floor(run[end]![0]) === column; end++) {
      if (run[end]![1] < run[low]![1]) low = end;
      if (run[end]![1] > run[high]![1]) high = end;
    }
    for (const index of [...new Set([start, low, high, end - 1])].sort((a, b) => a - b))
      kept.push(run[index]!);
    start = end;
  }
  return kept;
}

const shapes = {
  circle: symbolCircle,
  square: symbolSquare,
  triangle: symbolTriangle,
  diamond: symbolDiamond,
  cross: symbolCross,
  wye: symbolWye,
  star: symbolStar,
  ring: symbolCircle,
};

/** Draws a marker with a thin paper-colored outline that separates it from the line. */
export function markerAt(
  marker: Marker,
  color: string,
  x: number,
  y: number,
  area = 44,
  hollow = marker === 'ring',
): string {
  return element('path', {
    d: symbol(shapes[marker], hollow ? area * 0.8 : area).digits(2)()!,
    transform: `translate(${coordinate(x)},${coordinate(y)})`,
    fill: hollow ? theme.paper : color,
    stroke: hollow ? color : theme.paper,
    'stroke-width': hollow ? 1.8 : 0.9,
  });
}

const path = d3Line().digits(2);

/** Draws the lines, then the markers above all lines. */
export function drawSeries(all: readonly DrawnSeries[]): string {
  let lines = '';
  let marks = '';
  const marked: Mark[] = [];
  all.forEach((series, index) => {
    for (const segment of series.segments) {
      if (segment.length === 1) {
        // A single point of a dashed line is hollow, as it cannot be dashed.
        const [[x, y]] = segment as [[number, number]];
        const hollow = series.dashed || series.marker === 'ring';
        marks += markerAt(series.marker ?? 'circle', series.color, x, y, 44, hollow);
        continue;
      }
      lines += element('path', {
        d: path(segment)!,
        fill: 'none',
        stroke: series.color,
        'stroke-width': theme.line,
        'stroke-linejoin': 'round',
        'stroke-linecap': series.dashed ? 'butt' : 'round',
        'stroke-dasharray': series.dashed ? theme.dash : undefined,
      });
      if (series.marker !== undefined) {
        marked.push(...markedPoints(segment, index).map(([x, y]) => ({ x, y, series: index })));
      }
    }
  });
  for (const { x, y, series } of alternateMarkers(marked)) {
    marks += markerAt(all[series]!.marker!, all[series]!.color, x, y);
  }
  return lines + marks;
}

/** A position of a marker, and the index of its series. */
interface Mark {
  x: number;
  y: number;
  series: number;
}

/**
 * Chooses the points of a segment that get a marker: all of a short or sparse one; else about ten, staggered by series so
 * that markers do not pile up.
 *
 * @param index - Index of the series.
 */
export function markedPoints(segment: readonly [number, number][], index: number): [number, number][] {
  const apart = segment.every(([x], i) => i === 0 || Math.abs(x - segment[i - 1]![0]) >= 20);
  if (segment.length <= 14 || apart) return [...segment];
  // Evenly along the axis, not by index: on a logarithmic one that differs.
  const [start, end] = [segment[0]![0], segment.at(-1)![0]];
  const shift = (index * 0.37) % 1;
  const positions = Array.from({ length: 10 }, (_, i) => start + ((i + shift) / 10) * (end - start));
  const forwards = end >= start;
  return [
    ...new Set(
      positions.map((position) => segment.find(([x]) => (forwards ? x >= position : x <= position))!),
    ),
  ];
}

/**
 * Alternates markers where lines overlap, as the last series would hide the others: each position shows one of them.
 */
export function alternateMarkers(marks: readonly Mark[]): Mark[] {
  const positions = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = `${Math.round(mark.x / 2)},${Math.round(mark.y / 2)}`;
    positions.set(key, [...(positions.get(key) ?? []), mark]);
  }
  const turns = new Map<string, number>();
  const shown = [...positions.values()].map((overlapping) => {
    const who = overlapping.map(({ series }) => series).join();
    const turn = turns.get(who) ?? 0;
    turns.set(who, turn + 1);
    return overlapping[turn % overlapping.length]!;
  });
  return shown.sort((a, b) => a.series - b.series);
}
