import { checkSize, PlotError } from './format.js';
import { rowSamples, stackedSamples } from './sample-layouts.js';
import { element, figure, header, text } from './svg.js';
import { spacing, theme } from './theme.js';

/** A line of symbols that a model reads. */
export interface SampleRow {
  label?: string;
  symbols: readonly string[];
  /** Places of symbols to point out, from 0. */
  marks?: readonly number[];
}

/** A sequence with what it should give and what the model gives. */
export interface SampleSequence {
  /** One line, or several that are read at the same time. */
  input: readonly SampleRow[];
  truth: readonly string[];
  prediction: readonly string[];
}

/** What {@link sampleTable} draws. */
export interface SampleTableOptions {
  title?: string;
  /** Default: how many samples are right. */
  subtitle?: string;
  samples: readonly SampleSequence[];
  /** What lines and columns are called. Default "input", "truth" and "prediction". */
  names?: { input?: string; truth?: string; prediction?: string };
  /**
   * "row": a sample is a row, with its truth and its prediction beside it. "stack": a sample is a block of lines under
   * each other, symbol under symbol, as it is anyway where an input has several lines. Default: "row" where every input is one line and every answer one symbol.
   */
  layout?: 'row' | 'stack';
  /** Which ends of lines of different lengths stand under each other; "right" for numbers. Default "left". */
  align?: 'left' | 'right';
  /** Pixels. Default: as wide as the samples need, at most 640. */
  width?: number;
}

/**
 * Sample sequences with truth and prediction, as an SVG string. A wrong symbol has a frame and bold type, a wrong sample
 * a ×, a right one a ✓. Lines that are too long for the figure end in "…".
 *
 * Throws {@link PlotError} on a sample without input and on a width below 240.
 *
 * @example
 * sampleTable({
 *   title: 'Remember the second digit',
 *   samples: [
 *     { input: [{ symbols: ['3', '7', '1'], marks: [1] }], truth: ['7'], prediction: ['7'] },
 *     { input: [{ symbols: ['9', '4', '0', '2'], marks: [1] }], truth: ['4'], prediction: ['2'] },
 *   ],
 * });
 */
export function sampleTable(options: SampleTableOptions): string {
  const { samples, title } = options;
  const most = checkSize('width', options.width ?? 640, 240);
  samples.forEach(({ input }, i) => {
    if (input.length === 0) throw new PlotError(`samples[${i}] must have a line of input, received none.`);
  });
  const names = { input: 'input', truth: 'truth', prediction: 'prediction', ...options.names };
  const right = samples.filter(isRight).length;
  const summary = samples.length === 0 ? undefined : `${right} of ${samples.length} right (✓)`;
  const short = samples.every(
    ({ input, truth, prediction }) => input.length === 1 && truth.length <= 1 && prediction.length <= 1,
  );
  const single = samples.every(({ input }) => input.length === 1);
  const layout = single ? (options.layout ?? (short ? 'row' : 'stack')) : 'stack';
  const align = options.align ?? 'left';
  const draw = layout === 'row' ? rowSamples : stackedSamples;
  const {
    markup,
    height,
    right: end,
  } = samples.length === 0
    ? { markup: emptyState(most), height: 100 - spacing.edge, right: most }
    : draw(samples, { names, align, width: most });
  const width = options.width ?? Math.max(340, Math.min(most, end + spacing.edge));
  const head = header(title, options.subtitle ?? summary, width);
  const top = spacing.edge - 6 + head.height + (head.height > 0 ? spacing.block : 0);
  const list = samples.map(
    ({ input, truth, prediction }) =>
      `${input.map((row) => row.symbols.join(' ')).join(' and ')}: ${names.truth} ${truth.join(' ')}, ${names.prediction} ${prediction.join(' ')}`,
  );
  return figure({
    width,
    height: top + height + spacing.edge,
    title: title ?? 'Samples',
    description:
      `${samples.length} sample ${samples.length === 1 ? 'sequence' : 'sequences'}, ${right} right. ${list.join('; ')}`.trimEnd(),
    body:
      element('g', { transform: `translate(0,${spacing.edge - 6})` }, head.markup) +
      element('g', { transform: `translate(0,${top})` }, markup),
  });
}

const isRight = ({ truth, prediction }: SampleSequence): boolean =>
  truth.length === prediction.length && truth.every((symbol, i) => symbol === prediction[i]);

const emptyState = (width: number): string =>
  text('No samples yet', width / 2, 50, {
    'font-size': theme.font.subtitle,
    fill: theme.ink.muted,
    'text-anchor': 'middle',
  });
