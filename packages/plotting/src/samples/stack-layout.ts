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

const gap = { label: 12, verdict: 14, sample: 18 } as const;

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
  const left = spacing.edge + labelsWidth + gap.label;
  const lines = blocks.flatMap(({ inputs, truth, prediction }) => [
    ...inputs.map(({ symbols }) => symbols),
    truth,
    prediction,
  ]);
  const cells = symbolCells(lines, width - left - spacing.edge - verdictWidth - gap.verdict);
  const longest = Math.max(1, ...lines.map((symbols) => symbols.length));
  const end = left + cells.cell * Math.min(cells.most, longest);
  const line = cells.size * 1.65;

  let y = 0;
  let markup = '';
  const draw = (label: string, symbols: readonly string[], emphasis: Parameters<typeof drawSymbols>[3]) => {
    const center = y + line / 2;
    const style = { 'font-size': size, fill: theme.ink.muted, 'text-anchor': 'end' };
    markup += text(truncate(label, labelsWidth, size), left - gap.label, center + size * 0.35, style);
    markup += drawSymbols(symbols, cells, { x: left, y: center, align, longest }, emphasis);
    y += line;
  };
  for (const [i, { inputs, truth, prediction, wrong }] of blocks.entries()) {
    if (i > 0) {
      const at = y + gap.sample / 2;
      markup += element('line', {
        x1: spacing.edge,
        x2: end + gap.verdict + verdictWidth,
        y1: at,
        y2: at,
        stroke: theme.ink.grid,
      });
      y += gap.sample;
    }
    for (const { label, symbols, marks } of inputs) {
      draw(label, symbols, (k) => (marks.includes(k) ? 'marked' : undefined));
    }
    markup += element('line', { x1: left, x2: end, y1: y + 1, y2: y + 1, stroke: theme.ink.axis });
    y += 2;
    draw(names.truth, truth, undefined);
    draw(names.prediction, prediction, (k) => (wrong.has(k) ? 'wrong' : undefined));
    markup += drawVerdict(wrong.size === 0, notes[i]!, end + gap.verdict, y - line / 2, 'start');
  }
  return { markup, height: y, right: end + gap.verdict + verdictWidth };
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
