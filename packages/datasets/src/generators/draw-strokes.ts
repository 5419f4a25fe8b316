import type { Point } from './digit-strokes.js';

/** Straight pieces per piece of a curve: at 28 pixels none of them shows. */
const PIECES = 5;

/**
 * A curve through all points (E. Catmull and R. Rom, A Class of Local Interpolating Splines, 1974), as a polyline.
 *
 * @param corners Indices of points at which it breaks.
 */
export function smooth(points: readonly Point[], corners: readonly number[], closed: boolean): Point[] {
  if (closed) {
    const around = [points.at(-1)!, ...points, points[0]!, points[1]!];
    return curve(around);
  }
  const breaks = [0, ...corners, points.length - 1];
  const line: Point[] = [];
  for (let k = 1; k < breaks.length; k++) {
    const part = points.slice(breaks[k - 1], breaks[k]! + 1);
    // Beyond its ends a curve goes on straight.
    line.push(...curve([beyond(part[0]!, part[1]!), ...part, beyond(part.at(-1)!, part.at(-2)!)]));
  }
  return line;
}

function beyond(end: Point, before: Point): Point {
  return [2 * end[0] - before[0], 2 * end[1] - before[1]];
}

/** From the second point to the last but one. */
function curve(points: readonly Point[]): Point[] {
  const line: Point[] = [points[1]!];
  for (let k = 1; k < points.length - 2; k++) {
    const [a, b, c, d] = [points[k - 1]!, points[k]!, points[k + 1]!, points[k + 2]!];
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      const at = (axis: 0 | 1): number =>
        0.5 *
        (2 * b[axis] +
          (c[axis] - a[axis]) * t +
          (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t +
          (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t * t * t);
      line.push([at(0), at(1)]);
    }
  }
  return line;
}

/**
 * Draws polylines with a round pen.
 *
 * @param lines In pixels: the center of the first pixel is at (.5, .5).
 * @param radius Of the pen, in pixels.
 * @param ink What a fully covered pixel gets.
 * @returns [height, width]; a pixel at the edge gets the part of the ink by which the pen reaches into it.
 */
export function drawStrokes(
  lines: readonly (readonly Point[])[],
  radius: number,
  ink: number,
  height: number,
  width: number,
): Uint8Array {
  const reach = radius + 0.5;
  /** Squared distance of each pixel's center to the nearest line, where it is within reach. */
  const nearest = new Float64Array(height * width).fill(reach * reach);
  for (const line of lines) {
    for (let k = 1; k < line.length; k++) measure(nearest, line[k - 1]!, line[k]!, reach, height, width);
  }
  const pixels = new Uint8Array(height * width);
  for (let i = 0; i < pixels.length; i++) {
    // Like + - × ÷, a square root is rounded the same way by every engine.
    const covered = Math.min(1, reach - Math.sqrt(nearest[i]!));
    pixels[i] = Math.floor(ink * covered + 0.5);
  }
  return pixels;
}

/** Lowers the distances of the pixels around one piece of a line. */
function measure(
  nearest: Float64Array,
  [x0, y0]: Point,
  [x1, y1]: Point,
  reach: number,
  height: number,
  width: number,
): void {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length2 = dx * dx + dy * dy;
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(height - 1, Math.floor(Math.max(y0, y1) + reach));
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(width - 1, Math.floor(Math.max(x0, x1) + reach));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - x0;
      const py = row + 0.5 - y0;
      const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
      const ex = px - along * dx;
      const ey = py - along * dy;
      const distance2 = ex * ex + ey * ey;
      if (distance2 < nearest[row * width + column]!) nearest[row * width + column] = distance2;
    }
  }
}
