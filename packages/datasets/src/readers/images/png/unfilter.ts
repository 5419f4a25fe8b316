/**
 * Undoes the filters of PNG (specification, section 9) in place: each row begins with the number of its filter and
 * holds differences from its neighbors.
 *
 * @param data Rows of 1 + `stride` bytes, from `start` on.
 * @param unit Bytes of a pixel, at least 1.
 * @returns False if a row has a filter that there is not.
 */
export function unfilter(
  data: Uint8Array,
  start: number,
  rows: number,
  stride: number,
  unit: number,
): boolean {
  for (let row = 0; row < rows; row++) {
    const at = start + row * (stride + 1);
    const filter = data[at]!;
    const first = at + 1;
    const end = first + stride;
    // Beyond the edge there are zeros: the row above the first has none.
    const above = row === 0 ? -1 : stride + 1;
    switch (filter) {
      case 0:
        break;
      case 1:
        for (let i = first + unit; i < end; i++) data[i]! += data[i - unit]!;
        break;
      case 2:
        if (above > 0) for (let i = first; i < end; i++) data[i]! += data[i - above]!;
        break;
      case 3:
        for (let i = first; i < end; i++) {
          const left = i - first < unit ? 0 : data[i - unit]!;
          const up = above > 0 ? data[i - above]! : 0;
          data[i]! += (left + up) >> 1;
        }
        break;
      case 4:
        for (let i = first; i < end; i++) {
          const inside = i - first >= unit;
          const left = inside ? data[i - unit]! : 0;
          const up = above > 0 ? data[i - above]! : 0;
          const corner = inside && above > 0 ? data[i - above - unit]! : 0;
          data[i]! += paeth(left, up, corner);
        }
        break;
      default:
        return false;
    }
  }
  return true;
}

/** Whichever of the three is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
