type Corner = readonly [x: number, y: number];

/** For each shape, in the order of the classes: whether a point of the unit disc is inside it. */
export const SHAPES: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  circle: (x, y) => x * x + y * y <= 0.9 * 0.9,
  ring: (x, y) => x * x + y * y <= 1 && x * x + y * y >= 0.58 * 0.58,
  crescent: (x, y) => x * x + y * y <= 1 && (x - 0.5) * (x - 0.5) + y * y >= 0.82 * 0.82,
  triangle: polygon([
    [0, -1],
    [0.866, 0.5],
    [-0.866, 0.5],
  ]),
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.71,
  // The inner corners of a pentagram, a little further out.
  star: polygon([
    [0, -1],
    [0.247, -0.34],
    [0.951, -0.309],
    [0.399, 0.13],
    [0.588, 0.809],
    [0, 0.42],
    [-0.588, 0.809],
    [-0.399, 0.13],
    [-0.951, -0.309],
    [-0.247, -0.34],
  ]),
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) <= 0.28 && Math.max(Math.abs(x), Math.abs(y)) <= 0.96,
  arrow: polygon([
    [0.98, 0],
    [0.1, 0.7],
    [0.1, 0.24],
    [-0.96, 0.24],
    [-0.96, -0.24],
    [0.1, -0.24],
    [0.1, -0.7],
  ]),
};

/** Whether a point is inside a polygon: a ray from it crosses the edges an odd number of times. */
function polygon(corners: readonly Corner[]): (x: number, y: number) => boolean {
  const xs = Float64Array.from(corners, ([x]) => x);
  const ys = Float64Array.from(corners, ([, y]) => y);
  return (x, y) => {
    let inside = false;
    let before = corners.length - 1;
    for (let k = 0; k < corners.length; before = k++) {
      const y0 = ys[before]!;
      const y1 = ys[k]!;
      if (y0 > y === y1 > y) continue;
      const x0 = xs[before]!;
      if (x < ((xs[k]! - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside;
    }
    return inside;
  };
}
