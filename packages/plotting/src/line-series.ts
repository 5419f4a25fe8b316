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

/** One line of a {@link LineChartOptions}. */
export interface LineSeries {
  /** Its name in the legend. */
  name: string;
  /** `[x, y]` pairs in drawing order. A value that is not finite breaks the line. */
  points: readonly (readonly [x: number, y: number])[];
  /** Dashes instead of a solid line. By convention training is dashed, validation and test are solid. Default false. */
  dashed?: boolean;
  /** Any SVG color. Default: the next of the theme's series colors. */
  color?: string;
  /** Series of one group share color and marker, such as the training and test lines of one run. Default: the name. */
  group?: string;
  /** Default: one shape per color where a chart has more than two colors, else none. */
  marker?: Marker | 'none';
}

/** A series with everything decided and its points in pixels. */
export interface DrawnSeries {
  name: string;
  color: string;
  dashed: boolean;
  marker: Marker | undefined;
  /** Runs of points without a gap. */
  segments: [x: number, y: number][][];
}

/**
 * Gives every series its color and marker: in order, one of each per group. Where colors come round again, markers are
 * others than before.
 *
 * @param plain - Up to how many colors need no markers.
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

/** The runs of drawable points, in pixels. */
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

/** Keeps first, lowest, highest and last of every pixel column of a long run: the same picture in fewer points. */
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

/** A marker with a thin paper-colored edge that lifts it off the line. */
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

/** The lines, then the markers above all lines. */
export function drawSeries(all: readonly DrawnSeries[]): string {
  let lines = '';
  let marks = '';
  const marked: Mark[] = [];
  all.forEach((series, index) => {
    for (const segment of series.segments) {
      if (segment.length === 1) {
        // A lonely point of a dashed line is hollow, as it cannot be dashed.
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
  for (const { x, y, series } of takeTurns(marked)) {
    marks += markerAt(all[series]!.marker!, all[series]!.color, x, y);
  }
  return lines + marks;
}

/** A place for a marker, and whose it is. */
export interface Mark {
  x: number;
  y: number;
  series: number;
}

/**
 * Every point of a run that is short or whose points lie apart; of another one about ten, staggered by series so that
 * markers do not pile up.
 *
 * @param index - Of the series.
 */
export function markedPoints(segment: readonly [number, number][], index: number): [number, number][] {
  const apart = segment.every(([x], i) => i === 0 || Math.abs(x - segment[i - 1]![0]) >= 20);
  if (segment.length <= 14 || apart) return [...segment];
  // Evenly along the axis, not by index: on a logarithmic one that differs.
  const [start, end] = [segment[0]![0], segment.at(-1)![0]];
  const shift = (index * 0.37) % 1;
  const places = Array.from({ length: 10 }, (_, i) => start + ((i + shift) / 10) * (end - start));
  const forwards = end >= start;
  return [...new Set(places.map((place) => segment.find(([x]) => (forwards ? x >= place : x <= place))!))];
}

/**
 * Where lines run on top of each other their markers would hide all but the last: there the series take turns, each
 * place showing one of them.
 */
export function takeTurns(marks: readonly Mark[]): Mark[] {
  const places = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = `${Math.round(mark.x / 2)},${Math.round(mark.y / 2)}`;
    places.set(key, [...(places.get(key) ?? []), mark]);
  }
  const turns = new Map<string, number>();
  const shown = [...places.values()].map((together) => {
    const who = together.map(({ series }) => series).join();
    const turn = turns.get(who) ?? 0;
    turns.set(who, turn + 1);
    return together[turn % together.length]!;
  });
  return shown.sort((a, b) => a.series - b.series);
}
