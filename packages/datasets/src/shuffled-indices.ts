import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { requireInteger } from './error.js';
import { requireSeed } from './random.js';

const MAX_UINT32 = 2 ** 32 - 1;

/**
 * Returns 0 … n-1 in a random order (Fisher–Yates over xoroshiro128+).
 *
 * Only 32-bit integer arithmetic is involved, so the same `n` and `seed` give the same order on every
 * platform.
 *
 * @param n How many indices, up to 2³² - 1.
 * @param seed An integer from 0 to 2³² - 1.
 * @throws DatasetError if `n` or `seed` is out of range.
 *
 * @example
 * shuffledIndices(5, 1); // the same five indices in the same order, every time
 */
export function shuffledIndices(n: number, seed: number): Uint32Array {
  requireInteger('The number of indices', n, 0, MAX_UINT32);
  requireSeed(seed);
  const generator = xoroshiro128plus(seed);
  // Neighboring seeds start from nearly equal states and their first draws are alike; after a jump they are not.
  generator.jump();
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = uniformInt(generator, 0, i);
    const index = indices[i]!;
    indices[i] = indices[j]!;
    indices[j] = index;
  }
  return indices;
}
