/**
 * Puts sequences of different lengths into one rectangle, each at the beginning of its row. What is left of a row stays
 * as it is.
 *
 * @param rows - Numbers of each sequence, `[steps · width]`.
 * @param into - Row-major, `[rows, steps, width]`.
 * @param width - Numbers of a step; default 1.
 * @returns Steps of each row that are not padding.
 * @throws RangeError if a sequence is longer than a row.
 */
export function padRows(
  rows: readonly ArrayLike<number>[],
  steps: number,
  into: Int32Array | Float32Array,
  width = 1,
): Int32Array {
  const lengths = new Int32Array(rows.length);
  for (const [row, sequence] of rows.entries()) {
    const length = sequence.length / width;
    if (length > steps)
      throw new RangeError(`Row ${row} has ${length} steps, which do not fit into ${steps}.`);
    into.set(sequence, row * steps * width);
    lengths[row] = length;
  }
  return lengths;
}
