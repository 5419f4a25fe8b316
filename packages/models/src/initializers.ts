/** A source of uniform draws from [0, 1). */
export type Random = () => number;

/** Fills a parameter of a shape, row-major; the same draws give the same values on every machine. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** Initializes with zeros. */
export const zeros = (): Initializer => (shape) => new Float32Array(sizeOf(shape));

/** Initializes with ones. */
export const ones = (): Initializer => (shape) => new Float32Array(sizeOf(shape)).fill(1);

/**
 * Initializes with zeros, but `value` in one of `gates` equal blocks: a forget gate that starts open.
 *
 * Source: Jozefowicz et al. (2015), "An Empirical Exploration of Recurrent Network Architectures".
 *
 * @param gates - Number of blocks.
 * @param gate - Index of the block, from 0.
 * @param value - Bias of that gate. Default: 1.
 */
export const gatedBias =
  (gates: number, gate: number, value = 1): Initializer =>
  (shape) => {
    const width = sizeOf(shape) / gates;
    return new Float32Array(sizeOf(shape)).fill(value, gate * width, (gate + 1) * width);
  };

/**
 * Glorot (Xavier) uniform initialization, in ±√(6 / (fan in + fan out)).
 *
 * Source: Glorot & Bengio (2010), "Understanding the Difficulty of Training Deep Feedforward Neural Networks".
 *
 * @param options - `blocks`: kernels side by side on the last axis, the gates of a recurrent cell, each of which counts
 * its own outputs. Default: 1.
 */
export const glorotUniform =
  ({ blocks = 1 } = {}): Initializer =>
  (shape, random) => {
    const { fanIn, fanOut } = fans(shape);
    const limit = Math.sqrt(6 / (fanIn + fanOut / blocks));
    return Float32Array.from({ length: sizeOf(shape) }, () => (2 * random() - 1) * limit);
  };

/**
 * He (Kaiming) uniform initialization, in ±√(6 / fan in): for layers that ReLU follows.
 *
 * Source: He et al. (2015), "Delving Deep into Rectifiers".
 */
export const heUniform = (): Initializer => (shape, random) => {
  const limit = Math.sqrt(6 / fans(shape).fanIn);
  return Float32Array.from({ length: sizeOf(shape) }, () => (2 * random() - 1) * limit);
};

/**
 * Initializes with draws from a normal distribution of mean 0.
 *
 * @param options - `deviation`: its standard deviation. Default: 1.
 */
export const normal =
  ({ deviation = 1 } = {}): Initializer =>
  (shape, random) =>
    Float32Array.from({ length: sizeOf(shape) }, () => deviation * standardNormal(random));

/**
 * Initializes with a random orthogonal matrix.
 *
 * Source: Saxe et al. (2014), "Exact Solutions to the Nonlinear Dynamics of Learning in Deep Linear Neural Networks".
 *
 * @param options - `blocks`: square matrices side by side on the last axis, each of which is orthogonal. Default: 1.
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

/** Share of a row's length that one pass must leave: half the digits of a float64 are still more than a float32 has. */
const CANCELLED = 1e-7;

/** Gram-Schmidt on random normal rows, a second time for a row that loses digits (W. Kahan's "twice is enough"). */
function orthonormalRows(n: number, random: Random): Float64Array[] {
  const rows: Float64Array[] = [];
  while (rows.length < n) {
    const row = Float64Array.from({ length: n }, () => standardNormal(random));
    const before = norm(row);
    subtractProjections(row, rows);
    if (norm(row) < CANCELLED * before) subtractProjections(row, rows);
    const length = norm(row);
    rows.push(row.map((value) => value / length));
  }
  return rows;
}

/** Subtracts a row's projections on others: four at a time, as sums that do not wait for each other are faster. */
function subtractProjections(row: Float64Array, others: readonly Float64Array[]): void {
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

/** Euclidean norm. */
const norm = (row: Float64Array): number => Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));

/** A standard normal draw. Source: Box & Muller (1958), "A Note on the Generation of Random Normal Deviates". */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Inputs and outputs of one unit. A matrix is `[inputs, outputs]`; the kernel of a convolution is
 * `[outputs, inputs, …window]`, and each entry of the window counts.
 */
function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length <= 2) {
    const fanOut = shape.at(-1) ?? 1;
    return { fanIn: sizeOf(shape) / fanOut, fanOut };
  }
  const [outputs = 1, inputs = 1, ...window] = shape;
  return { fanIn: inputs * sizeOf(window), fanOut: outputs * sizeOf(window) };
}

/** Entries of a shape. */
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
