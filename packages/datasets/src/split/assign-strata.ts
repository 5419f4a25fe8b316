/**
 * Deals the members of each stratum out to the parts, in proportion to `fractions`.
 *
 * In every stratum a part gets its exact share rounded down or up. Who is rounded up is settled by what each
 * part lacks over all strata so far, so that the errors of many small strata do not add up.
 *
 * @param strata For each stratum the indices of its examples, already in random order.
 * @returns Index → part.
 */
export function assignStrata(
  strata: readonly (readonly number[])[],
  fractions: readonly number[],
): Uint32Array {
  const partOf = new Uint32Array(strata.reduce((sum, stratum) => sum + stratum.length, 0));
  const lack = fractions.map(() => 0);
  for (const stratum of strata) {
    let next = 0;
    for (const [part, size] of sizesOf(stratum.length, fractions, lack).entries()) {
      for (const end = next + size; next < end; next++) partOf[stratum[next]!] = part;
    }
  }
  return partOf;
}

/** The sizes of the parts of one stratum; adds to `lack` the share that each part did not get. */
function sizesOf(length: number, fractions: readonly number[], lack: number[]): number[] {
  // Fractions such as 0.29 × 100 fall just below the integer that is meant.
  const rounding = 1e-6;
  const shares = fractions.map((fraction) => fraction * length);
  const sizes = shares.map((share) => Math.floor(share + rounding));
  shares.forEach((share, part) => {
    lack[part]! += share - sizes[part]!;
  });
  const left = length - sizes.reduce((sum, size) => sum + size, 0);
  const unrounded = sizes.map((_, part) => part).filter((part) => shares[part]! - sizes[part]! > rounding);
  for (const part of unrounded.sort((a, b) => lack[b]! - lack[a]!).slice(0, left)) {
    sizes[part]! += 1;
    lack[part]! -= 1;
  }
  return sizes;
}
