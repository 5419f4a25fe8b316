import { aFunction, checkValue, shown } from '@rnnlab/shared';
import type { Dataset } from '../dataset.js';
import { DatasetError, requireDataset } from '../error.js';

/**
 * Counts the examples of each class.
 *
 * @param labelOf - Gives the class of an example.
 * @returns Class → number of examples, in the order of the class names (by code unit).
 * @throws {DatasetError} If an example has no class.
 *
 * @example
 * classCounts(names(), ({ label }) => label).get('Polish');
 */
export function classCounts<T, K extends string | number>(
  dataset: Dataset<T>,
  labelOf: (example: T) => K,
): Map<K, number> {
  requireDataset('classCounts', dataset);
  checkValue('`labelOf`', labelOf, aFunction, DatasetError);
  const counts = new Map<K, number>();
  let index = 0;
  for (const example of dataset) {
    const label = classOf(labelOf, example, index++);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => byValue(a, b)));
}

/**
 * Computes the accuracy of always predicting the largest class: its share of the examples, in (0, 1].
 *
 * @param labelOf - Gives the class of an example.
 * @throws {DatasetError} If the dataset is empty.
 */
export function majorityBaseline<T>(dataset: Dataset<T>, labelOf: (example: T) => string | number): number {
  requireDataset('majorityBaseline', dataset);
  if (dataset.length === 0)
    throw new DatasetError('The majority baseline of an empty dataset is not defined.');
  let largest = 0;
  for (const count of classCounts(dataset, labelOf).values()) largest = Math.max(largest, count);
  return largest / dataset.length;
}

/**
 * Computes a weight for each class by which to multiply the losses of its examples, so that every class counts the same in
 * sum: examples / (classes × examples of the class). The mean weight of an example is 1.
 *
 * @param labelOf - Gives the class of an example.
 * @returns Class → weight, in the order of the class names (by code unit). Empty for an empty dataset.
 * @throws {DatasetError} If an example has no class.
 *
 * Source: King & Zeng (2001), "Logistic Regression in Rare Events Data".
 *
 * @example
 * classWeights(names(), ({ label }) => label).get('Zulu'); // 4.31: one of the rare classes
 */
export function classWeights<T, K extends string | number>(
  dataset: Dataset<T>,
  labelOf: (example: T) => K,
): Map<K, number> {
  requireDataset('classWeights', dataset);
  const counts = classCounts(dataset, labelOf);
  return new Map([...counts].map(([label, count]) => [label, dataset.length / (counts.size * count)]));
}

/**
 * The class that `labelOf` gives an example.
 *
 * @throws {DatasetError} If it gives none, as a misspelled field does, or something else than a string or a number.
 */
export function classOf<T, K extends string | number>(
  labelOf: (example: T) => K,
  example: T,
  index: number,
): K {
  const label: unknown = labelOf(example);
  if (label === undefined || label === null || typeof label === 'object' || typeof label === 'function') {
    throw new DatasetError(
      `The class of an example must be a string or a number, but that of example ${index} is ${shown(label)}.`,
    );
  }
  return label as K;
}

/** Sorts by value; strings by code unit, so the order is the same under every locale. */
export function byValue<K extends string | number>(a: K, b: K): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
