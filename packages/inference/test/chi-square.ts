/** The probabilities of the softmax of logits over a temperature, by their definition. */
export function softmaxOf(logits: readonly number[], temperature = 1): number[] {
  const weights = logits.map((logit) => Math.exp(logit / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Pearson's statistic of counts against probabilities. */
export function chiSquare(counts: readonly number[], probabilities: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return probabilities.reduce((sum, probability, k) => {
    const expected = probability * total;
    return expected === 0 ? sum : sum + (counts[k]! - expected) ** 2 / expected;
  }, 0);
}

/** What the statistic stays below in 999 of 1,000 cases with 7 degrees of freedom. */
export const LIMIT_7 = 24.32;
