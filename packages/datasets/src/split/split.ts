import { checkOptions } from '@rnnlab/shared';
import type { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import type { ImageDataset, LabeledImage } from '../images/image-dataset.js';
import { type AssignOptions, assign } from './assign.js';

const TOLERANCE = 1e-6;

export interface SplitOptions<T> extends AssignOptions<T> {
  /** The share of each part, all positive, sum 1: `[0.8, 0.1, 0.1]`. */
  readonly fractions: readonly number[];
}

/**
 * Splits a dataset at random into parts that share no example. Each part is in random order.
 *
 * - Plain: sizes differ from fraction × length by less than 1.
 * - `stratify`: for every key, sizes differ from fraction × (examples of that key) by less than 1.
 * - `by`: whole groups are dealt out, the large ones first, each to the part that is furthest behind; the
 *   sizes are as near to the fractions as the groups allow.
 *
 * @returns One dataset per fraction, in the same order: of images, image datasets.
 * @throws DatasetError if a key is neither a string nor a number, if the fractions are not positive or do not sum to 1, if a part would be empty, or if
 * both `by` and `stratify` are given.
 *
 * @example
 * const [train, test] = split(names(), { fractions: [0.9, 0.1], seed: 1, by: ({ text }) => text });
 */
export function split(images: ImageDataset, options: SplitOptions<LabeledImage>): ImageDataset[];
export function split<T>(dataset: Dataset<T>, options: SplitOptions<T>): Dataset<T>[];
export function split<T>(dataset: Dataset<T>, options: SplitOptions<T>): Dataset<T>[] {
  checkOptions('split', options, ['fractions', 'seed', 'by', 'stratify'], DatasetError);
  const { fractions } = options;
  requireFractions(fractions);
  const parts = assign(dataset, fractions, options, { split: 'split', part: 'Part' });
  return parts.map((part) => dataset.select(part));
}

function requireFractions(fractions: readonly number[]): void {
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  if (fractions.every((fraction) => fraction > 0) && Math.abs(sum - 1) <= TOLERANCE) return;
  const received = fractions.slice(0, 8).join(', ');
  throw new DatasetError(
    `The fractions of a split must be positive and sum to 1, but [${received}] sums to ${sum}.`,
  );
}
