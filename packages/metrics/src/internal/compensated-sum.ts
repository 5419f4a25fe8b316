/**
 * A float64 sum that keeps the rounding error of each addition and adds it at the end, so that a million
 * small losses add up exactly enough. Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
 * Summation endlicher Summen", 1974 (an improvement of Kahan's summation).
 */
export function compensatedSum() {
  let sum = 0;
  let lost = 0;
  return {
    add(value: number) {
      const next = sum + value;
      // With an infinity the correction would be Infinity - Infinity; the plain sum is right then.
      if (Number.isFinite(next)) {
        lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      }
      sum = next;
    },
    value: () => (Number.isFinite(sum) ? sum + lost : sum),
    reset() {
      sum = 0;
      lost = 0;
    },
  };
}
