import { classCounts } from './class-counts.js';
import type { Dataset } from './dataset.js';

/**
 * A weight for each class by which to multiply the losses of its examples, so that every class counts the same in
 * sum: examples / (classes × examples of the class). The mean weight of an example is 1.
 *
 * @param labelOf Gives the class of an example.
 * @returns Class → weight, in the order of the class names (by code unit). Empty for an empty dataset.
 *
 * Source: G. King and L. Zeng, Logistic Regression in Rare Events Data, Political Analysis 9 (2001).
 *
 * @example
 * classWeights(names(), ({ label }) => label).get('Zulu'); // 4.31: one of the rare classes
 */
export function classWeights<T, K extends string | number>(
  dataset: Dataset<T>,
  labelOf: (example: T) => K,
): Map<K, number> {
  const counts = classCounts(dataset, labelOf);
  return new Map([...counts].map(([label, count]) => [label, dataset.length / (counts.size * count)]));
}
