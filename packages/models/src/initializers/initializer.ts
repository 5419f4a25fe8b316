/** Uniform draws from [0, 1). */
export type Random = () => number;

/** Fills a parameter, row-major. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** Entries of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** A standard normal draw (Box and Muller, 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Inputs and outputs of one unit. A matrix is `[inputs, outputs]`; the kernel of a convolution is
 * `[outputs, inputs, …window]`, and each entry of the window counts.
 */
export function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length <= 2) {
    const fanOut = shape.at(-1) ?? 1;
    return { fanIn: sizeOf(shape) / fanOut, fanOut };
  }
  const [outputs = 1, inputs = 1, ...window] = shape;
  return { fanIn: inputs * sizeOf(window), fanOut: outputs * sizeOf(window) };
}
