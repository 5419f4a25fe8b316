import { checkOptions, checkValue, wholeNumber } from '@rnnlab/shared';
import type { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import type { ImageDataset, LabeledImage } from '../images/image-dataset.js';
import { type PartitionOptions, partition } from './partition.js';

const TOLERANCE = 1e-6;

/** Options of {@link split}. */
export interface SplitOptions<T> extends PartitionOptions<T> {
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
 * @throws {DatasetError} If a key is neither a string nor a number, if the fractions are not positive or do not sum to 1, if a part would be empty, or if
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
  const parts = partition(dataset, fractions, options, { split: 'split', part: 'Part' });
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

/** Options of {@link kFold}. */
export interface KFoldOptions<T> extends PartitionOptions<T> {
  /** The number of folds, 2 or more. */
  readonly folds: number;
}

/** One round of a cross-validation. */
export interface Fold<T, Part extends Dataset<T> = Dataset<T>> {
  /** The examples of all other folds, in random order. Its indices are concatenated when it is read. */
  readonly train: Part;
  /** The examples of this fold, in random order. */
  readonly validation: Part;
}

/**
 * Deals a dataset out to k folds of nearly the same size, for cross-validation: each fold is the validation part
 * once, with all others to train on.
 *
 * @param options.folds - k, 2 or more. As many as there are examples: leave one out.
 * @param options.seed - An integer from 0 to 2³² - 1.
 * @param options.by - Keeps together: examples with the same key are in the same fold.
 * @param options.stratify - Keeps in proportion: every fold gets its share of the examples of every key, to within
 * one. Not together with `by`.
 * @returns One round per fold. Every example is in exactly one `validation`.
 * @throws {DatasetError} If a fold would be empty, a key is neither a string nor a number, or both `by` and `stratify` are given.
 *
 * @example
 * for (const { train, validation } of kFold(names(), { folds: 5, seed: 1, stratify: ({ label }) => label })) {
 *   scores.push(await score(train, validation));
 * }
 */
export function kFold(
  images: ImageDataset,
  options: KFoldOptions<LabeledImage>,
): Fold<LabeledImage, ImageDataset>[];
export function kFold<T>(dataset: Dataset<T>, options: KFoldOptions<T>): Fold<T>[];
export function kFold<T>(dataset: Dataset<T>, options: KFoldOptions<T>): Fold<T>[] {
  checkOptions('kFold', options, ['folds', 'seed', 'by', 'stratify'], DatasetError);
  const { folds, seed, by, stratify } = options;
  checkValue('The number of folds', folds, wholeNumber(2), DatasetError);
  const shares = Array.from({ length: folds }, () => 1 / folds);
  const chosen = { seed, ...(by && { by }), ...(stratify && { stratify }) };
  const parts = partition(dataset, shares, chosen, { split: 'cross-validation', part: 'Fold' });
  return parts.map((part, fold) => {
    // Parts are in the order of one shuffle; a train part that strings them together would be sorted by fold.
    const others = () => parts.flatMap((other, k) => (k === fold ? [] : other));
    const train = weaklyCached(() => dataset.select(others()).shuffle({ seed }));
    const validation = weaklyCached(() => dataset.select(part));
    return {
      get train() {
        return train();
      },
      get validation() {
        return validation();
      },
    };
  });
}

/** All train parts together are k - 1 times the dataset: each is kept only while it is in use. */
function weaklyCached<T extends object>(make: () => T): () => T {
  let kept: WeakRef<T> | undefined;
  return () => {
    const made = kept?.deref() ?? make();
    if (kept?.deref() !== made) kept = new WeakRef(made);
    return made;
  };
}
