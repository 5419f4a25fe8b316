import { colorBarWidth, drawColorBar, inkOn } from './color-scale.js';
import { checkSize, PlotError } from './errors.js';
import { columnLabels, drawColumnLabels, drawRowLabels, rowLabels } from './grid-labels.js';
import { element, emptyMessage, escapeXml, figure, header, placeHeader, text, tooltip } from './svg.js';
import { textWidth, widest } from './text-metrics.js';
import { spacing, theme } from './theme.js';

/** A labeled grid of colored cells with a color bar: the common part of confusion matrix and heatmap. */
interface GridFigure {
  title?: string;
  subtitle?: string;
  /** The accessible name where there is no title. */
  name: string;
  description: string;
  xLabel: string;
  yLabel: string;
  columns: readonly string[];
  rows: readonly string[];
  cells: readonly (readonly (Cell | undefined)[])[];
  /** A column of numbers to the right of the grid. */
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

const gap = { label: 8, side: 8, bar: 18, smallestCell: 5 } as const;

/**
 * Draws the grid.
 *
 * @throws {PlotError} When `width` leaves less than 5 pixels for a cell.
 */
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
    const smallest = gap.smallestCell * columns.length;
    if (room < smallest) {
      const needed = Math.ceil(options.width - room + smallest);
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
    placeHeader(head.markup),
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

/** Draws a figure without cells, with a message. */
export function emptyGrid(title: string | undefined, name: string, message: string): string {
  const head = header(title, undefined, 340);
  const y = spacing.edge + head.height + 60;
  return figure({
    width: 340,
    height: y + 60,
    title: title ?? name,
    description: message,
    body: placeHeader(head.markup) + emptyMessage(message, 170, y),
  });
}

/** Chooses a cell size that keeps few cells large and many within a page. */
export function cellSize(columns: number): number {
  if (columns <= 3) return 88;
  if (columns <= 6) return 60;
  if (columns <= 10) return 46;
  if (columns <= 14) return 38;
  return columns <= 20 ? 32 : 27;
}

/** The content of a cell. */
export interface Cell {
  color: string;
  label: string;
  /** The tooltip of the cell. */
  tooltip: string;
  /** Whether a frame highlights the cell. */
  framed?: boolean;
}

/** The position of a grid: its corner, and the size of a cell. */
interface GridPlace {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The font size at which every label fits its cell, or undefined where that would be too small to read. */
function cellTextSize(labels: readonly string[], width: number, height: number): number | undefined {
  const atOne = widest(labels, 1);
  const size = Math.min(13, height * 0.52, atOne === 0 ? 13 : (width - 5) / atOne);
  return size >= theme.font.smallest ? size : undefined;
}

/** Draws the cells on a pale ground, which is visible where a cell is undefined. */
function drawCells(rows: readonly (readonly (Cell | undefined)[])[], place: GridPlace): string {
  const columns = rows[0]?.length ?? 0;
  const gap = Math.min(place.width, place.height) >= 14 ? 1 : 0.5;
  const labels = rows.flatMap((row) => row.map((cell) => cell?.label ?? ''));
  const size = cellTextSize(labels, place.width, place.height);
  let ground = '';
  let markup = '';
  let frames = '';
  rows.forEach((row, i) => {
    const y = place.y + i * place.height;
    for (let j = 0; j < columns; j++) {
      const cell = row[j];
      const x = place.x + j * place.width;
      const box = { x, y, width: place.width - gap, height: place.height - gap };
      if (cell === undefined) {
        ground += `M${round(x)},${round(y)}h${round(box.width)}v${round(box.height)}h${round(-box.width)}z`;
        continue;
      }
      const label =
        size === undefined || cell.label === ''
          ? ''
          : element(
              'text',
              {
                x: x + box.width / 2,
                y: y + box.height / 2 + size * 0.35,
                'font-size': size,
                'text-anchor': 'middle',
                fill: inkOn(cell.color),
              },
              escapeXml(cell.label),
            );
      markup += element('g', {}, tooltip(cell.tooltip), element('rect', { ...box, fill: cell.color }), label);
      if (cell.framed) {
        frames += element('rect', { ...box, fill: 'none', stroke: theme.series[1], 'stroke-width': 2.5 });
      }
    }
  });
  const pale = ground === '' ? '' : element('path', { d: ground, fill: theme.sequential[0] });
  return pale + markup + frames;
}

const round = (value: number) => Math.round(value * 100) / 100;
