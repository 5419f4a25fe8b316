import { aFunction, checkValue } from '@rnnlab/shared';
import { classOf } from './class-of.js';
import { byValue } from './compare.js';
import type { Dataset } from './dataset.js';
import { DatasetError, requireDataset } from './error.js';

/**
 * How many examples each class has.
 *
 * @param labelOf Gives the class of an example.
 * @returns Class → number of examples, in the order of the class names (by code unit).
 * @throws DatasetError if an example has no class.
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
 * The accuracy of always answering with the largest class: its share of the examples, in (0, 1].
 *
 * @param labelOf Gives the class of an example.
 * @throws DatasetError if the dataset is empty.
 */
export function majorityBaseline<T>(dataset: Dataset<T>, labelOf: (example: T) => string | number): number {
  requireDataset('majorityBaseline', dataset);
  if (dataset.length === 0)
    throw new DatasetError('The majority baseline of an empty dataset is not defined.');
  let largest = 0;
  for (const count of classCounts(dataset, labelOf).values()) largest = Math.max(largest, count);
  return largest / dataset.length;
}
