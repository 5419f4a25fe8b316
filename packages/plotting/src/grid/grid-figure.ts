import { checkSize, PlotError } from '../format.js';
import { header } from '../header.js';
import { element, figure, text } from '../svg.js';
import { textWidth, widest } from '../text/measure.js';
import { spacing, theme } from '../theme.js';
import { type Cell, drawCells } from './cells.js';
import { colorBarWidth, drawColorBar } from './color-bar.js';
import { columnLabels, drawColumnLabels, drawRowLabels, rowLabels } from './column-labels.js';

/** A labeled grid of colored cells with a color bar: what confusion matrix and heatmap have in common. */
export interface GridFigure {
  title?: string;
  subtitle?: string;
  /** Stands in for a missing title where the figure is read aloud. */
  name: string;
  description: string;
  xLabel: string;
  yLabel: string;
  columns: readonly string[];
  rows: readonly string[];
  cells: readonly (readonly (Cell | undefined)[])[];
  /** A column of figures to the right of the grid. */
  side?: { header: string; values: readonly string[] };
  bar: {
    domain: readonly [number, number];
    color: (value: number) => string;
    format: (value: number) => string;
  };
  /** Pixels of a cell where no `width` is given. */
  cell: { width: number; height: number };
  /** The width of the whole figure; cells grow or shrink to it. */
  width?: number;
}

const gap = { label: 8, side: 8, bar: 18, least: 5 } as const;

/** Draws the grid. Throws where `width` leaves less than 5 pixels for a cell. */
export function gridFigure(options: GridFigure): string {
  const { columns, rows, side, bar, xLabel, yLabel } = options;
  const { tick, label: labelSize } = theme.font;
  const sideWidth = side === undefined ? 0 : gap.side + widest([side.header, ...side.values], tick);
  const rowsWidth = Math.max(rowLabels(rows, 100).width, textWidth(yLabel, labelSize));
  const around = (barWidth: number) =>
    2 * spacing.edge + rowsWidth + gap.label + sideWidth + gap.bar + barWidth;

  let { width: cellWidth, height: cellHeight } = options.cell;
  if (options.width !== undefined) {
    checkSize('width', options.width, 200);
    const room = options.width - around(colorBarWidth(bar.domain, 200, bar.format));
    const least = gap.least * columns.length;
    if (room < least) {
      const needed = Math.ceil(options.width - room + least);
      throw new PlotError(
        `width must be at least ${needed} pixels for these labels, received ${options.width}.`,
      );
    }
    cellHeight *= room / columns.length / cellWidth;
    cellWidth = room / columns.length;
  }
  const [gridWidth, gridHeight] = [cellWidth * columns.length, cellHeight * rows.length];
  const under = columnLabels(columns, cellWidth);
  const beside = rowLabels(rows, cellHeight);
  const barHeight = Math.min(gridHeight, 240);

  const x = spacing.edge + Math.max(rowsWidth, under.reach - cellWidth / 2 - gap.label) + gap.label;
  const sideRight = x + gridWidth + sideWidth;
  const barX = sideRight + gap.bar;
  const natural = barX + colorBarWidth(bar.domain, barHeight, bar.format) + spacing.edge;
  const width = Math.max(natural, options.width ?? 0, 340);
  const head = header(options.title, options.subtitle, width);
  const headTop = spacing.edge - 6;
  const y = headTop + head.height + spacing.block + labelSize + 4;
  const labelsBottom = y + gridHeight + under.height;
  const axisLabel = { 'font-size': labelSize, fill: theme.ink.muted };
  const sideText = { 'font-size': Math.min(beside.size, tick), fill: theme.ink.muted, 'text-anchor': 'end' };

  const body = [
    element('g', { transform: `translate(0,${headTop})` }, head.markup),
    text(yLabel, x - gap.label, y - 7, { ...axisLabel, 'text-anchor': 'end' }),
    drawRowLabels(beside, rows, x - gap.label, y, cellHeight),
    drawCells(options.cells, { x, y, width: cellWidth, height: cellHeight }),
    drawColumnLabels(under, columns, x, y + gridHeight, cellWidth),
    text(xLabel, x + gridWidth / 2, labelsBottom + labelSize * 1.3, {
      ...axisLabel,
      'text-anchor': 'middle',
    }),
    side === undefined ? '' : text(side.header, sideRight, y - 7, { ...axisLabel, 'text-anchor': 'end' }),
    ...(side?.values ?? []).map((value, i) =>
      text(value, sideRight, y + (i + 0.5) * cellHeight + sideText['font-size'] * 0.35, sideText),
    ),
    drawColorBar(bar.domain, bar.color, bar.format, { x: barX, y, height: barHeight }),
  ].join('');
  return figure({
    width,
    height: labelsBottom + labelSize * 1.5 + spacing.edge,
    title: options.title ?? options.name,
    description: options.description,
    body,
  });
}

/** A figure that has no cells and says why. */
export function emptyGrid(title: string | undefined, name: string, message: string): string {
  const head = header(title, undefined, 340);
  const y = spacing.edge + head.height + 60;
  return figure({
    width: 340,
    height: y + 60,
    title: title ?? name,
    description: message,
    body:
      element('g', { transform: `translate(0,${spacing.edge - 6})` }, head.markup) +
      text(message, 170, y, {
        'font-size': theme.font.subtitle,
        fill: theme.ink.muted,
        'text-anchor': 'middle',
      }),
  });
}

/** A cell size that keeps few cells large and many within a page. */
export function cellSize(columns: number): number {
  if (columns <= 3) return 88;
  if (columns <= 6) return 60;
  if (columns <= 10) return 46;
  if (columns <= 14) return 38;
  return columns <= 20 ? 32 : 27;
}
