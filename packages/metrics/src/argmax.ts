import { requirePositiveInteger } from './internal/checks.js';

/**
 * The class with the largest logit of each row. Of equal logits the lowest class wins. NaN counts as
 * −Infinity: it never beats a number, and a row of NaN alone gives class 0.
 *
 * @param logits row-major, shape `[n, classes]`
 * @param classes how many logits a row has
 * @returns the classes, shape `[n]`
 * @throws RangeError when the logits do not make whole rows
 * @example
 * argmax([0.1, 0.7, 0.2, 0.5, 0.5, 0], 3); // Int32Array [1, 0]
 */
export function argmax(logits: ArrayLike<number>, classes: number): Int32Array {
  requirePositiveInteger('argmax', 'classes', classes);
  if (logits.length % classes !== 0) {
    throw new RangeError(
      `argmax: logits has ${logits.length} entries; expected a multiple of the ${classes} classes.`,
    );
  }
  const best = new Int32Array(logits.length / classes);
  for (let row = 0; row < best.length; row++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < classes; i++) {
      const logit = logits[row * classes + i]!;
      if (logit > largest) {
        largest = logit;
        best[row] = i;
      }
    }
  }
  return best;
}
