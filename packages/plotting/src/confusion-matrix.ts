import { checkValue, wholeNumber } from '@rnnlab/shared';
import { sum } from 'd3-array';
import { format as d3Format } from 'd3-format';
import { ramp } from './color-scale.js';
import { PlotError } from './errors.js';
import { count } from './format.js';
import { type Cell, cellSize, emptyGrid, gridFigure } from './grid-figure.js';

/** Options of {@link confusionMatrixPlot}. */
export interface ConfusionMatrixOptions {
  /** Class names, in the order of rows and columns. */
  labels: readonly string[];
  /** `counts[trueLabel][predictedLabel]`, whole numbers of at least 0. */
  counts: readonly (readonly number[])[];
  /** "row": each row sums to 1, so the diagonal is the recall per class. "none": counts. Default: "row". */
  normalize?: 'row' | 'none';
  title?: string;
  /** Default: the accuracy and the number of examples. */
  subtitle?: string;
  /** Width in pixels. Default: as wide as the classes need. */
  width?: number;
}

/**
 * Draws a confusion matrix as an SVG string: rows are true labels, columns are predicted labels, and the number of examples
 * (support) is at the right of each row. Cells show two decimals (or counts) where they fit, and are empty where there was
 * no such example. Every cell has a tooltip with its counts.
 *
 * @throws {PlotError} When `counts` is not a square matrix of whole numbers with one row per label, and when `width` is too
 * small for the labels.
 *
 * @example
 * confusionMatrix({ labels: ['cat', 'dog'], counts: [[40, 10], [5, 45]], title: 'Cats and dogs' });
 */
export function confusionMatrixPlot(options: ConfusionMatrixOptions): string {
  const { labels, counts, title, normalize = 'row' } = options;
  check(labels, counts);
  if (labels.length === 0) return emptyGrid(title, 'Confusion matrix', 'No classes yet');

  const totals = counts.map((row) => sum(row));
  const total = sum(totals);
  const share = normalize === 'row';
  const domain: [number, number] = [0, share ? 1 : Math.max(1, ...counts.map((row) => Math.max(...row)))];
  // Most cells off the diagonal are small; a linear color scale would leave them all white.
  const color = ramp(domain, 0.65);
  const cells = counts.map((row, i) =>
    row.map((value, j): Cell | undefined => {
      if (value === 0) return undefined;
      const shown = share ? value / totals[i]! : value;
      const part = d3Format('.1%')(value / totals[i]!);
      return {
        color: color(shown),
        label: share ? proportion(shown) : count(value),
        tooltip: `${labels[i]} → ${labels[j]}: ${count(value)} of ${count(totals[i]!)} (${part})`,
      };
    }),
  );
  const size = cellSize(labels.length);
  const correct = sum(counts, (row, i) => row[i]);
  const summary =
    total === 0
      ? 'No examples yet'
      : `Accuracy ${d3Format('.1%')(correct / total)} on ${count(total)} ${total === 1 ? 'example' : 'examples'}`;
  return gridFigure({
    title,
    subtitle: options.subtitle ?? summary,
    name: 'Confusion matrix',
    description: `${summary}. Rows are true labels, columns are predicted labels. ${mostConfused(labels, counts)}`,
    xLabel: 'predicted label',
    yLabel: 'true label',
    columns: labels,
    rows: labels,
    cells,
    side: { header: 'n', values: totals.map(count) },
    bar: { domain, color, format: share ? barShare : (value) => count(Math.round(value)) },
    cell: { width: size, height: size },
    width: options.width,
  });
}

/** Two decimals without the leading zero: .83, 1.00. */
function proportion(value: number): string {
  return value.toFixed(2).replace(/^0/, '');
}

function barShare(value: number): string {
  return value === 0 || value === 1 ? String(value) : proportion(value);
}

function check(labels: readonly string[], counts: readonly (readonly number[])[]): void {
  const n = labels.length;
  if (counts.length !== n)
    throw new PlotError(`counts must have one row per label (${n}), received ${counts.length}.`);
  counts.forEach((row, i) => {
    if (row.length !== n) throw new PlotError(`counts[${i}] must have ${n} columns, received ${row.length}.`);
    row.forEach((value, k) => {
      checkValue(`counts[${i}][${k}]`, value, wholeNumber(0), PlotError);
    });
  });
}

function mostConfused(labels: readonly string[], counts: readonly (readonly number[])[]): string {
  const pairs = counts
    .flatMap((row, i) => row.map((value, j) => ({ i, j, value })))
    .filter(({ i, j, value }) => i !== j && value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({ i, j, value }) => `${labels[i]} taken for ${labels[j]} (${count(value)})`);
  return pairs.length === 0 ? '' : `Most confused: ${pairs.join(', ')}.`;
}
