import { element, escapeXml, tooltip } from '../svg.js';
import { widest } from '../text/measure.js';
import { theme } from '../theme.js';
import { inkOn } from './ramp.js';

/** What one cell shows; undefined for a cell with nothing in it. */
export interface Cell {
  color: string;
  label: string;
  /** Shown when the pointer rests on the cell. */
  tooltip: string;
  /** A frame, to point this cell out. */
  framed?: boolean;
}

/** Where a grid lies: its corner and the size of a cell. */
export interface GridPlace {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The text size at which every label fits its cell, or undefined where that would be too small to read. */
export function cellTextSize(labels: readonly string[], width: number, height: number): number | undefined {
  const atOne = widest(labels, 1);
  const size = Math.min(13, height * 0.52, atOne === 0 ? 13 : (width - 5) / atOne);
  return size >= theme.font.smallest ? size : undefined;
}

/** The cells on a pale ground that shows through where a cell is empty. */
export function drawCells(rows: readonly (readonly (Cell | undefined)[])[], place: GridPlace): string {
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
