/** Uniform draws from [0, 1) (S. Park and K. Miller, Random Number Generators: Good Ones Are Hard to Find, 1988). */
export function generator(seed: number): () => number {
  let state = (Math.abs(Math.trunc(seed)) % 2147483646) + 1;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
  // The first draws of neighboring seeds are alike.
  for (let k = 0; k < 10; k++) next();
  return next;
}

/** Whole numbers from 0 up to, but not including, `below`. */
export const integers = (random: () => number, size: number, below: number): number[] =>
  Array.from({ length: size }, () => Math.floor(random() * below));
