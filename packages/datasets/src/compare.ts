/** Sorts by value; strings by code unit, so the order is the same under every locale. */
export function byValue<K extends string | number>(a: K, b: K): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
