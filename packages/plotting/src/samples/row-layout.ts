import type { SampleSequence } from '../sample-table.js';
import { element, text } from '../svg.js';
import { truncate } from '../text/measure.js';
import { spacing, theme } from '../theme.js';
import {
  type DrawnSamples,
  drawSymbols,
  drawVerdict,
  labelWidth,
  type SamplesLayout,
  symbolCells,
} from './symbols.js';

const line = 27;
const gap = 22;

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
  const room = width - 2 * spacing.edge - 2 * (answerWidth + gap) - verdict - 8;
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
  const truthX = left + inputWidth + gap;
  const predictionX = truthX + answerWidth + gap;
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
