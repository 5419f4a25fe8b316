/** Seeds of the sets that a run generates: those of one run, and of runs with seeds near each other, all differ. */
export const seedOf = (seed: number, set: number): number => (seed * 1000 + set) % 2 ** 32;
