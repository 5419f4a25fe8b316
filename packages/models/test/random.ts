/** Uniform draws from [0, 1) (S. Park and K. Miller, Random Number Generators: Good Ones Are Hard to Find, 1988). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}
