/** Counts hits among trials; the part that all accuracies share. */
export function proportion() {
  let hits = 0;
  let trials = 0;
  return {
    add(newHits: number, newTrials: number) {
      hits += newHits;
      trials += newTrials;
    },
    /** NaN without trials: no value is better than an invented one. */
    compute: () => hits / trials,
    reset() {
      hits = 0;
      trials = 0;
    },
  };
}
