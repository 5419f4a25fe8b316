import { element, text } from '../svg.js';
import { textWidth, truncate, widest } from '../text/measure.js';
import { theme } from '../theme.js';

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
