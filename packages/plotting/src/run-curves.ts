import { type LineChartOptions, lineChart } from './line-chart.js';
import type { LineSeries } from './line-series.js';

/** One training run of {@link runCurves}. */
export interface CurveRun {
  name: string;
  /** The curve on the training data, `[x, y]`; drawn dashed. */
  train?: LineSeries['points'];
  /** The curve on the validation or test data, `[x, y]`; drawn solid. */
  test?: LineSeries['points'];
  /** Any SVG color. Default: the next of the theme's series colors. */
  color?: string;
}

/** Options of {@link runCurves}: those of a line chart, with runs instead of series. */
export interface RunCurvesOptions extends Omit<LineChartOptions, 'series' | 'styles'> {
  runs: readonly CurveRun[];
  /** The names of the two kinds of curves. Default: "train" and "test". */
  names?: { train?: string; test?: string };
}

/**
 * Draws the learning curves of several runs in one plot, as an SVG string: one color and, from three runs on, one marker for
 * each run, its training curve dashed and its test curve solid. The legend names every run once and explains the dashes.
 *
 * @throws {PlotError} As {@link lineChart} does.
 *
 * @example
 * runCurves({
 *   title: 'Loss by batch size',
 *   x: { label: 'epoch' },
 *   y: { label: 'nats per example' },
 *   runs: [1, 10, 30].map((batch) => ({ name: `batch ${batch}`, train: train[batch], test: test[batch] })),
 * });
 */
export function runCurves({ runs, names = {}, ...options }: RunCurvesOptions): string {
  const { train = 'train', test = 'test' } = names;
  const kinds = [
    { kind: 'train', name: train, dashed: true },
    { kind: 'test', name: test, dashed: false },
  ] as const;
  const drawn = kinds.filter(({ kind }) => runs.some((run) => (run[kind]?.length ?? 0) > 0));
  const series = runs.flatMap((run) =>
    kinds.flatMap(({ kind, name, dashed }): LineSeries[] => {
      const points = run[kind];
      if (points === undefined) return [];
      const color = run.color === undefined ? {} : { color: run.color };
      return [
        {
          name: runs.length === 1 ? name : `${run.name}, ${name}`,
          group: run.name,
          points,
          dashed,
          ...color,
        },
      ];
    }),
  );
  const [only] = drawn;
  const labelNamesKind = drawn.length !== 1 || options.y.label.includes(only!.name);
  const label = labelNamesKind ? options.y.label : `${options.y.label} (${only!.name})`;
  return lineChart({
    legend: runs.length > 1 || drawn.length > 1 ? 'top' : 'none',
    ...options,
    y: { ...options.y, label },
    // A single kind of curve needs no dashes and no explanation of them.
    series: drawn.length === 1 ? series.map((one) => ({ ...one, name: one.group!, dashed: false })) : series,
    ...(drawn.length > 1 && runs.length > 1 && { styles: { solid: test, dashed: train } }),
  });
}
