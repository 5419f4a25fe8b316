import { type Initializer, normal, type Random } from './initializer.js';

/**
 * A random orthogonal matrix; `blocks` square matrices side by side on the last axis each get their own.
 * Source: A. Saxe et al., Exact Solutions to the Nonlinear Dynamics of Learning in Deep Linear Networks, 2014.
 */
export const orthogonal =
  ({ blocks = 1 } = {}): Initializer =>
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

/** What of a row's length must be left for one pass: half the digits of a float64 are then still more than a float32 has. */
const CANCELLED = 1e-7;

/** Gram-Schmidt on random normal rows, a second time for a row that loses digits (W. Kahan's "twice is enough"). */
function orthonormalRows(n: number, random: Random): Float64Array[] {
  const rows: Float64Array[] = [];
  while (rows.length < n) {
    const row = Float64Array.from({ length: n }, () => normal(random));
    const before = norm(row);
    project(row, rows);
    if (norm(row) < CANCELLED * before) project(row, rows);
    const length = norm(row);
    rows.push(row.map((value) => value / length));
  }
  return rows;
}

/** Takes out of a row what lies along others: four at a time, as sums that do not wait for each other are faster. */
function project(row: Float64Array, others: readonly Float64Array[]): void {
  const none = new Float64Array(row.length);
  for (let r = 0; r < others.length; r += 4) {
    const [a, b = none, c = none, d = none] = [others[r]!, others[r + 1], others[r + 2], others[r + 3]];
    let [alongA, alongB, alongC, alongD] = [0, 0, 0, 0];
    for (let k = 0; k < row.length; k++) {
      const x = row[k]!;
      alongA += x * a[k]!;
      alongB += x * b[k]!;
      alongC += x * c[k]!;
      alongD += x * d[k]!;
    }
    for (let k = 0; k < row.length; k++)
      row[k]! -= alongA * a[k]! + alongB * b[k]! + alongC * c[k]! + alongD * d[k]!;
  }
}

/** Euclidean. */
const norm = (row: Float64Array): number => Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
