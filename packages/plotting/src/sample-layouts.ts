import { element, text } from './svg.js';
import { truncate, widest } from './text-metrics.js';
import { spacing, theme } from './theme.js';

/** A line of input symbols of a {@link SampleSequence}. */
export interface SampleRow {
  label?: string;
  symbols: readonly string[];
  /** Indices of symbols to highlight, from 0. */
  marks?: readonly number[];
}

/** An input sequence with its target and the prediction of the model. */
export interface SampleSequence {
  /** One line, or several that are read in parallel. */
  input: readonly SampleRow[];
  /** The target: the correct output symbols. */
  truth: readonly string[];
  prediction: readonly string[];
}

/** Tells whether every symbol of a prediction is that of the target. */
export const isCorrect = ({ truth, prediction }: Pick<SampleSequence, 'truth' | 'prediction'>): boolean =>
  truth.length === prediction.length && truth.every((symbol, i) => symbol === prediction[i]);

const rowGap = { line: 27, column: 22 } as const;

/** Draws one row for each sample: input, target, prediction and verdict in columns. */
export function rowSamples(
  samples: readonly SampleSequence[],
  { names, align, width }: SamplesLayout,
): DrawnSamples {
  const size = theme.font.label;
  const headerStyle = { 'font-size': size, fill: theme.ink.muted };
  const inputs = samples.map(({ input }) => input[0]!);
  const answers = samples.flatMap(({ truth, prediction }) => [truth, prediction]);
  const most = width * 0.24;
  const answer = symbolCells(answers, most);
  const longestAnswer = Math.max(1, ...answers.map((symbols) => symbols.length));
  const answerWidth = Math.min(
    most,
    Math.max(
      answer.cell * Math.min(answer.most, longestAnswer),
      widest([names.truth, names.prediction], size),
    ),
  );
  const verdict = 18;
  const room = width - 2 * spacing.edge - 2 * (answerWidth + rowGap.column) - verdict - 8;
  const cells = symbolCells(
    inputs.map(({ symbols }) => symbols),
    room,
  );
  const longest = Math.max(1, ...inputs.map(({ symbols }) => symbols.length));
  const inputWidth = Math.max(
    cells.cell * Math.min(cells.most, longest),
    Math.min(room, widest([names.input], size)),
  );
  const left = spacing.edge;
  const truthX = left + inputWidth + rowGap.column;
  const predictionX = truthX + answerWidth + rowGap.column;
  const end = predictionX + answerWidth + 8 + verdict;

  const first = size * 1.9;
  const heading = (name: string, x: number, wide: number) =>
    text(truncate(name, wide, size), x, size, headerStyle);
  let markup =
    heading(names.input, left, inputWidth) +
    heading(names.truth, truthX, answerWidth) +
    heading(names.prediction, predictionX, answerWidth);
  for (const [i, { truth, prediction }] of samples.entries()) {
    const { symbols, marks = [] } = inputs[i]!;
    const y = first + (i + 0.5) * rowGap.line;
    const rule = {
      x1: left,
      x2: end,
      y1: y - rowGap.line / 2,
      y2: y - rowGap.line / 2,
      stroke: theme.ink.grid,
    };
    markup += element('line', rule);
    markup += drawSymbols(symbols, cells, { x: left, y, align, longest }, (k) =>
      marks.includes(k) ? 'marked' : undefined,
    );
    const place = { y, align: 'left' as const, longest: longestAnswer };
    markup += drawSymbols(truth, answer, { ...place, x: truthX });
    const wrong = (k: number) => (prediction[k] === truth[k] ? undefined : 'wrong');
    markup += drawSymbols(prediction, answer, { ...place, x: predictionX }, wrong);
    markup += drawVerdict(isCorrect({ truth, prediction }), '', end, y, 'end');
  }
  return { markup, height: first + samples.length * rowGap.line, right: end };
}

const stackGap = { label: 12, verdict: 14, sample: 18 } as const;

/** Draws a block of lines for each sample, with aligned symbols: inputs, a rule, target and prediction. */
export function stackedSamples(
  samples: readonly SampleSequence[],
  { names, align, width }: SamplesLayout,
): DrawnSamples {
  const size = theme.font.label;
  const blocks = samples.map(({ input, truth, prediction }) => ({
    inputs: input.map(({ label, symbols, marks = [] }) => ({ label: label ?? names.input, symbols, marks })),
    truth,
    prediction,
    wrong: wrongIndices(truth, prediction, align),
  }));
  const labels = blocks.flatMap(({ inputs }) => inputs.map(({ label }) => label));
  const most = width * 0.25;
  const labelsWidth = Math.min(most, widest([...labels, names.truth, names.prediction], size));
  const notes = blocks.map(({ wrong }) => (wrong.size === 0 ? '' : `${wrong.size} wrong`));
  const verdictWidth = widest(
    notes.map((note) => `× ${note}`),
    size * 1.08,
  );
  const left = spacing.edge + labelsWidth + stackGap.label;
  const lines = blocks.flatMap(({ inputs, truth, prediction }) => [
    ...inputs.map(({ symbols }) => symbols),
    truth,
    prediction,
  ]);
  const cells = symbolCells(lines, width - left - spacing.edge - verdictWidth - stackGap.verdict);
  const longest = Math.max(1, ...lines.map((symbols) => symbols.length));
  const end = left + cells.cell * Math.min(cells.most, longest);
  const line = cells.size * 1.65;

  let y = 0;
  let markup = '';
  const draw = (label: string, symbols: readonly string[], emphasis: Parameters<typeof drawSymbols>[3]) => {
    const center = y + line / 2;
    const style = { 'font-size': size, fill: theme.ink.muted, 'text-anchor': 'end' };
    markup += text(truncate(label, labelsWidth, size), left - stackGap.label, center + size * 0.35, style);
    markup += drawSymbols(symbols, cells, { x: left, y: center, align, longest }, emphasis);
    y += line;
  };
  for (const [i, { inputs, truth, prediction, wrong }] of blocks.entries()) {
    if (i > 0) {
      const at = y + stackGap.sample / 2;
      markup += element('line', {
        x1: spacing.edge,
        x2: end + stackGap.verdict + verdictWidth,
        y1: at,
        y2: at,
        stroke: theme.ink.grid,
      });
      y += stackGap.sample;
    }
    for (const { label, symbols, marks } of inputs) {
      draw(label, symbols, (k) => (marks.includes(k) ? 'marked' : undefined));
    }
    markup += element('line', { x1: left, x2: end, y1: y + 1, y2: y + 1, stroke: theme.ink.axis });
    y += 2;
    draw(names.truth, truth, undefined);
    draw(names.prediction, prediction, (k) => (wrong.has(k) ? 'wrong' : undefined));
    markup += drawVerdict(wrong.size === 0, notes[i]!, end + stackGap.verdict, y - line / 2, 'start');
  }
  return { markup, height: y, right: end + stackGap.verdict + verdictWidth };
}

/** Indices of wrong symbols of a prediction, and of those that are missing at its end. */
function wrongIndices(
  truth: readonly string[],
  prediction: readonly string[],
  align: 'left' | 'right',
): Set<number> {
  const shift = align === 'right' ? truth.length - prediction.length : 0;
  const wrong = new Set<number>();
  prediction.forEach((symbol, k) => {
    if (symbol !== truth[k + shift]) wrong.add(k);
  });
  for (let k = prediction.length; k < truth.length; k++) wrong.add(k);
  return wrong;
}

/** Options of both layouts. */
interface SamplesLayout {
  names: { input: string; truth: string; prediction: string };
  align: 'left' | 'right';
  /** The largest width in pixels. */
  width: number;
}

/** The markup of a layout, from y = 0 down, with its height and right edge. */
interface DrawnSamples {
  markup: string;
  height: number;
  right: number;
}

/** The cells of symbols: font size and width. */
interface SymbolCells {
  size: number;
  cell: number;
  /** Maximum number of symbols per line; a longer line ends in "…". */
  most: number;
}

/** Chooses cells for lines of symbols within `room` pixels: smaller where lines are long, down to a readable size. */
function symbolCells(lines: readonly (readonly string[])[], room: number): SymbolCells {
  const longest = Math.max(1, ...lines.map((line) => line.length));
  const atOne = Math.min(12, Math.max(0.62, widest(lines.flat(), 1, 'strong')));
  const largest = theme.font.label + 1;
  const cellOf = (size: number) => Math.max(size * 1.35, size * atOne + 6);
  let size: number = largest;
  while (size > 8 && longest * cellOf(size) > room) size -= 0.5;
  const cell = Math.min(room, cellOf(size));
  return { size, cell, most: Math.max(1, Math.floor(room / cell)) };
}

/** The highlighting of a symbol. */
type Emphasis = 'marked' | 'wrong' | undefined;

/** Draws a line of symbols in their cells, vertically centered at `y`. */
function drawSymbols(
  symbols: readonly string[],
  { size, cell, most }: SymbolCells,
  place: { x: number; y: number; align: 'left' | 'right'; longest: number },
  emphasis: (index: number) => Emphasis = () => undefined,
): string {
  const cut = symbols.length > most;
  const shown = cut ? [...symbols.slice(0, most - 1), '…'] : symbols;
  const columns = Math.min(most, place.longest);
  const shift = place.align === 'right' ? columns - shown.length : 0;
  return shown
    .map((symbol, i) => {
      const x = place.x + (i + shift) * cell;
      const kind = cut && i === shown.length - 1 ? undefined : emphasis(i);
      const box = { x: x + 1, y: place.y - size * 0.82, width: cell - 2, height: size * 1.64, rx: 2.5 };
      const frame =
        kind === 'wrong'
          ? element('rect', { ...box, fill: 'none', stroke: theme.series[1], 'stroke-width': 2 })
          : kind === 'marked'
            ? element('rect', { ...box, fill: theme.sequential[1] })
            : '';
      const strong = kind !== undefined;
      const style = {
        'font-size': size,
        'text-anchor': 'middle',
        ...(strong && { 'font-weight': theme.font.strong, fill: theme.ink.strong }),
      };
      const fitting = truncate(symbol, Math.max(cell - 4, size * 0.7), size, strong ? 'strong' : 'regular');
      return frame + text(fitting, x + cell / 2, place.y + size * 0.35, style);
    })
    .join('');
}

/** Draws ✓ or ×, with a note. */
function drawVerdict(right: boolean, note: string, x: number, y: number, anchor: 'start' | 'end'): string {
  const size = theme.font.label;
  return text(`${right ? '✓' : '×'}${note === '' ? '' : ` ${note}`}`, x, y + size * 0.35, {
    'font-size': size,
    'font-weight': right ? theme.font.regular : theme.font.strong,
    fill: right ? theme.ink.body : theme.ink.strong,
    'text-anchor': anchor,
  });
}
