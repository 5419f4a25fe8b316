import { type Initialiser, normal, type Random } from './initialiser.js';

/**
 * A random orthogonal matrix; `blocks` square matrices side by side on the last axis each get their own.
 * Source: A. Saxe et al., Exact Solutions to the Nonlinear Dynamics of Learning in Deep Linear Networks, 2014.
 */
export const orthogonal =
  ({ blocks = 1 } = {}): Initialiser =>
  (shape, random) => {
    const [rows = 0, columns = 0] = shape;
    const width = columns / blocks;
    if (shape.length !== 2 || rows !== width) {
      throw new Error(
        `Orthogonal needs ${blocks} square block(s) side by side, got shape [${shape.join(', ')}].`,
      );
    }
    const kernel = new Float32Array(rows * columns);
    for (let block = 0; block < blocks; block++) {
      orthonormalRows(rows, random).forEach((row, r) => {
        kernel.set(row, r * columns + block * width);
      });
    }
    return kernel;
  };

/** Gram-Schmidt on random normal rows, twice for accuracy (W. Kahan's "twice is enough"). */
function orthonormalRows(n: number, random: Random): Float64Array[] {
  const rows: Float64Array[] = [];
  while (rows.length < n) {
    const row = Float64Array.from({ length: n }, () => normal(random));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of rows) {
        const projection = dot(row, other);
        for (let k = 0; k < n; k++) row[k]! -= projection * other[k]!;
      }
    }
    const length = Math.sqrt(dot(row, row));
    rows.push(row.map((value) => value / length));
  }
  return rows;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
