import { coordinate, element, escapeXml, text, tooltip } from './svg.js';
import { textWidth, truncateMiddle, widest } from './text-metrics.js';
import { theme } from './theme.js';

/** The layout of labels under the columns of a grid: rotation and size. */
interface ColumnLabels {
  /** Rotation in degrees: 0 level, 45 rising to the right, 90 reading upwards. */
  angle: 0 | 45 | 90;
  size: number;
  labels: string[];
  height: number;
  /** How far the first label reaches to the left of its column's center. */
  reach: number;
}

const most = 150;

/**
 * Chooses the rotation of column labels: level where every label fits its column; else 45°, or upright where columns are too
 * narrow even for that. In very narrow columns the text shrinks, down to the smallest font size of the theme.
 */
export function columnLabels(all: readonly string[], step: number): ColumnLabels {
  const normal = theme.font.tick;
  if (widest(all, normal) <= step - 6) {
    return { angle: 0, size: normal, labels: [...all], height: normal * 1.5, reach: widest(all, normal) / 2 };
  }
  // Slanted lines lie step·sin 45° apart.
  if (step * Math.SQRT1_2 >= normal * 1.15) {
    const labels = all.map((label) => truncateMiddle(label, most, normal));
    const length = widest(labels, normal) * Math.SQRT1_2;
    return { angle: 45, size: normal, labels, height: length + normal, reach: length + normal / 2 };
  }
  const size = Math.max(theme.font.smallest, Math.min(normal, step / 1.15));
  const labels = all.map((label) => truncateMiddle(label, most, size));
  return { angle: 90, size, labels, height: widest(labels, size) + 8, reach: size / 2 };
}

/** Draws labels at `y` below columns that are `step` wide from `x` on. */
export function drawColumnLabels(
  { angle, size, labels }: ColumnLabels,
  full: readonly string[],
  x: number,
  y: number,
  step: number,
): string {
  return labels
    .map((label, i) => {
      const center = x + (i + 0.5) * step;
      const style = { 'font-size': size, fill: theme.ink.body };
      if (angle === 0) return text(label, center, y + size * 1.2, { ...style, 'text-anchor': 'middle' });
      const [left, top] =
        angle === 45 ? [center + size * 0.3, y + size * 0.8] : [center + size * 0.35, y + 5];
      return element(
        'text',
        {
          ...style,
          transform: `translate(${coordinate(left)},${coordinate(top)}) rotate(-${angle})`,
          'text-anchor': 'end',
        },
        label === full[i] ? '' : tooltip(full[i]!),
        escapeXml(label),
      );
    })
    .join('');
}

/** The layout of labels left of the rows of a grid, shortened to at most 150 pixels. */
export function rowLabels(
  all: readonly string[],
  step: number,
): { size: number; labels: string[]; width: number } {
  const size = Math.max(theme.font.smallest, Math.min(theme.font.tick, step / 1.15));
  const labels = all.map((label) => truncateMiddle(label, most, size));
  return { size, labels, width: Math.max(0, ...labels.map((label) => textWidth(label, size))) };
}

/** Draws row labels, right-aligned at `x`. */
export function drawRowLabels(
  { size, labels }: { size: number; labels: readonly string[] },
  full: readonly string[],
  x: number,
  y: number,
  step: number,
): string {
  return labels
    .map((label, i) =>
      element(
        'text',
        {
          x,
          y: y + (i + 0.5) * step + size * 0.35,
          'font-size': size,
          fill: theme.ink.body,
          'text-anchor': 'end',
        },
        label === full[i] ? '' : tooltip(full[i]!),
        escapeXml(label),
      ),
    )
    .join('');
}
