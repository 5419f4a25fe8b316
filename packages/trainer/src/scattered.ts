/**
 * A seed in whose place neighbors are far apart: all bits of generators whose seeds differ in the same bits differ in
 * the same way. Source: A. Appleby, MurmurHash3, 2011 (its 32-bit finalizer).
 */
export function scattered(seed: number): number {
  let bits = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
