import type { SampleSequence } from './sample-table.js';
import { element, text } from './svg.js';
import { textWidth, truncate, widest } from './text-metrics.js';
import { spacing, theme } from './theme.js';

const line = 27;
const rowLayoutGap = 22;

/** One row for each sample: input, truth, prediction and verdict in columns. */
export function rowSamples(
  samples: readonly SampleSequence[],
  { names, align, width }: SamplesLayout,
): DrawnSamples {
  const size = theme.font.label;
  const header = { 'font-size': size, fill: theme.ink.muted };
  const inputs = samples.map(({ input }) => input[0]!);
  const answers = samples.flatMap(({ truth, prediction }) => [truth, prediction]);
  const most = width * 0.24;
  const answer = symbolCells(answers, most);
  const longestAnswer = Math.max(1, ...answers.map((symbols) => symbols.length));
  const answerWidth = Math.min(
    most,
    Math.max(
      answer.cell * Math.min(answer.most, longestAnswer),
      labelWidth([names.truth, names.prediction], size),
    ),
  );
  const verdict = 18;
  const room = width - 2 * spacing.edge - 2 * (answerWidth + rowLayoutGap) - verdict - 8;
  const cells = symbolCells(
    inputs.map(({ symbols }) => symbols),
    room,
  );
  const longest = Math.max(1, ...inputs.map(({ symbols }) => symbols.length));
  const inputWidth = Math.max(
    cells.cell * Math.min(cells.most, longest),
    Math.min(room, labelWidth([names.input], size)),
  );
  const left = spacing.edge;
  const truthX = left + inputWidth + rowLayoutGap;
  const predictionX = truthX + answerWidth + rowLayoutGap;
  const end = predictionX + answerWidth + 8 + verdict;

  const first = size * 1.9;
  const heading = (name: string, x: number, wide: number) =>
    text(truncate(name, wide, size), x, size, header);
  let markup =
    heading(names.input, left, inputWidth) +
    heading(names.truth, truthX, answerWidth) +
    heading(names.prediction, predictionX, answerWidth);
  for (const [i, { truth, prediction }] of samples.entries()) {
    const { symbols, marks = [] } = inputs[i]!;
    const y = first + (i + 0.5) * line;
    const rule = { x1: left, x2: end, y1: y - line / 2, y2: y - line / 2, stroke: theme.ink.grid };
    markup += element('line', rule);
    markup += drawSymbols(symbols, cells, { x: left, y, align, longest }, (k) =>
      marks.includes(k) ? 'marked' : undefined,
    );
    const place = { y, align: 'left' as const, longest: longestAnswer };
    markup += drawSymbols(truth, answer, { ...place, x: truthX });
    const wrong = (k: number) => (prediction[k] === truth[k] ? undefined : 'wrong');
    markup += drawSymbols(prediction, answer, { ...place, x: predictionX }, wrong);
    const right = truth.length === prediction.length && truth.every((symbol, k) => symbol === prediction[k]);
    markup += drawVerdict(right, '', end, y, 'end');
  }
  return { markup, height: first + samples.length * line, right: end };
}

const stackLayoutGap = { label: 12, verdict: 14, sample: 18 } as const;

/** A block of lines for each sample, symbol under symbol: inputs, a rule, truth and prediction. */
export function stackedSamples(
  samples: readonly SampleSequence[],
  { names, align, width }: SamplesLayout,
): DrawnSamples {
  const size = theme.font.label;
  const blocks = samples.map(({ input, truth, prediction }) => ({
    inputs: input.map(({ label, symbols, marks = [] }) => ({ label: label ?? names.input, symbols, marks })),
    truth,
    prediction,
    wrong: wrongPlaces(truth, prediction, align),
  }));
  const labels = blocks.flatMap(({ inputs }) => inputs.map(({ label }) => label));
  const most = width * 0.25;
  const labelsWidth = Math.min(most, labelWidth([...labels, names.truth, names.prediction], size));
  const notes = blocks.map(({ wrong }) => (wrong.size === 0 ? '' : `${wrong.size} wrong`));
  const verdictWidth = labelWidth(
    notes.map((note) => `× ${note}`),
    size * 1.08,
  );
  const left = spacing.edge + labelsWidth + stackLayoutGap.label;
  const lines = blocks.flatMap(({ inputs, truth, prediction }) => [
    ...inputs.map(({ symbols }) => symbols),
    truth,
    prediction,
  ]);
  const cells = symbolCells(lines, width - left - spacing.edge - verdictWidth - stackLayoutGap.verdict);
  const longest = Math.max(1, ...lines.map((symbols) => symbols.length));
  const end = left + cells.cell * Math.min(cells.most, longest);
  const line = cells.size * 1.65;

  let y = 0;
  let markup = '';
  const draw = (label: string, symbols: readonly string[], emphasis: Parameters<typeof drawSymbols>[3]) => {
    const center = y + line / 2;
    const style = { 'font-size': size, fill: theme.ink.muted, 'text-anchor': 'end' };
    markup += text(
      truncate(label, labelsWidth, size),
      left - stackLayoutGap.label,
      center + size * 0.35,
      style,
    );
    markup += drawSymbols(symbols, cells, { x: left, y: center, align, longest }, emphasis);
    y += line;
  };
  for (const [i, { inputs, truth, prediction, wrong }] of blocks.entries()) {
    if (i > 0) {
      const at = y + stackLayoutGap.sample / 2;
      markup += element('line', {
        x1: spacing.edge,
        x2: end + stackLayoutGap.verdict + verdictWidth,
        y1: at,
        y2: at,
        stroke: theme.ink.grid,
      });
      y += stackLayoutGap.sample;
    }
    for (const { label, symbols, marks } of inputs) {
      draw(label, symbols, (k) => (marks.includes(k) ? 'marked' : undefined));
    }
    markup += element('line', { x1: left, x2: end, y1: y + 1, y2: y + 1, stroke: theme.ink.axis });
    y += 2;
    draw(names.truth, truth, undefined);
    draw(names.prediction, prediction, (k) => (wrong.has(k) ? 'wrong' : undefined));
    markup += drawVerdict(wrong.size === 0, notes[i]!, end + stackLayoutGap.verdict, y - line / 2, 'start');
  }
  return { markup, height: y, right: end + stackLayoutGap.verdict + verdictWidth };
}

/** Places of a prediction that differ from the truth, or have none; missing symbols count at its end. */
function wrongPlaces(
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

/** What both layouts start from. */
export interface SamplesLayout {
  names: { input: string; truth: string; prediction: string };
  align: 'left' | 'right';
  /** Pixels at most. */
  width: number;
}

/** What a layout draws, from the height 0 down, and how far it reaches. */
export interface DrawnSamples {
  markup: string;
  height: number;
  right: number;
}

/** How symbols are set: the size of their type and the width of each one's cell. */
export interface SymbolCells {
  size: number;
  cell: number;
  /** Symbols of a line at most; of a longer one the last is "…". */
  most: number;
}

/** Cells for lines of symbols within `room` pixels: smaller ones where lines are long, down to a readable size. */
export function symbolCells(lines: readonly (readonly string[])[], room: number): SymbolCells {
  const longest = Math.max(1, ...lines.map((line) => line.length));
  const atOne = Math.min(12, Math.max(0.62, widest(lines.flat(), 1, 'strong')));
  const largest = theme.font.label + 1;
  const cellOf = (size: number) => Math.max(size * 1.35, size * atOne + 6);
  let size: number = largest;
  while (size > 8 && longest * cellOf(size) > room) size -= 0.5;
  const cell = Math.min(room, cellOf(size));
  return { size, cell, most: Math.max(1, Math.floor(room / cell)) };
}

/** How one symbol is shown. */
export type Emphasis = 'marked' | 'wrong' | undefined;

/** A line of symbols in their cells, centered at the height `y`. */
export function drawSymbols(
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

/** ✓ or ×, with what else is to be said. */
export function drawVerdict(
  right: boolean,
  note: string,
  x: number,
  y: number,
  anchor: 'start' | 'end',
): string {
  const size = theme.font.label;
  return text(`${right ? '✓' : '×'}${note === '' ? '' : ` ${note}`}`, x, y + size * 0.35, {
    'font-size': size,
    'font-weight': right ? theme.font.regular : theme.font.strong,
    fill: right ? theme.ink.body : theme.ink.strong,
    'text-anchor': anchor,
  });
}

export const labelWidth = (labels: readonly string[], size: number): number =>
  Math.max(0, ...labels.map((label) => textWidth(label, size)));
