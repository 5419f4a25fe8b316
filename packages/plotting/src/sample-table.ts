import { checkSize, PlotError } from './errors.js';
import { isCorrect, rowSamples, type SampleSequence, stackedSamples } from './sample-layouts.js';
import { element, emptyMessage, figure, header, placeHeader } from './svg.js';
import { spacing } from './theme.js';

/** Options of {@link sampleTable}. */
export interface SampleTableOptions {
  title?: string;
  /** Default: the number of correct samples. */
  subtitle?: string;
  samples: readonly SampleSequence[];
  /** The names of lines and columns. Default: "input", "truth" and "prediction". */
  names?: { input?: string; truth?: string; prediction?: string };
  /**
   * "row": a sample is a row of input, target and prediction. "stack": a sample is a block of lines, with the symbols
   * aligned below each other; inputs of several lines are always stacked. Default: "row" where every input is one line and
   * every target one symbol.
   */
  layout?: 'row' | 'stack';
  /** The alignment of lines of different lengths; "right" for numbers. Default: "left". */
  align?: 'left' | 'right';
  /** Width in pixels. Default: as wide as the samples need, at most 640. */
  width?: number;
}

/**
 * Draws sample sequences with target and prediction, as an SVG string. A wrong symbol has a frame and bold type, a wrong
 * sample a ×, a correct one a ✓. Lines that are too long for the figure end in "…".
 *
 * @throws {PlotError} On a sample without input and on a width below 240.
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
  const correct = samples.filter(isCorrect).length;
  const summary = samples.length === 0 ? undefined : `${correct} of ${samples.length} correct (✓)`;
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
    ? { markup: emptyMessage('No samples yet', most / 2, 50), height: 100 - spacing.edge, right: most }
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
      `${samples.length} sample ${samples.length === 1 ? 'sequence' : 'sequences'}, ${correct} correct. ${list.join('; ')}`.trimEnd(),
    body: placeHeader(head.markup) + element('g', { transform: `translate(0,${top})` }, markup),
  });
}
