import { checkOptions, checkValue, wholeNumber } from '@rnnlab/shared';
import type { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import type { ImageDataset, LabeledImage } from '../images/image-dataset.js';
import { type AssignOptions, assign } from './assign.js';

export interface KFoldOptions<T> extends AssignOptions<T> {
  /** How many folds, 2 or more. */
  readonly folds: number;
}

/** One round of a cross-validation. */
export interface Fold<T, Part extends Dataset<T> = Dataset<T>> {
  /** The examples of all other folds, in random order. Its indices are put together when it is read. */
  readonly train: Part;
  /** The examples of this fold, in random order. */
  readonly validation: Part;
}

/**
 * Deals a dataset out to k folds of nearly the same size, for cross-validation: each fold is the validation part
 * once, with all others to train on.
 *
 * @param options.folds k, 2 or more. As many as there are examples: leave one out.
 * @param options.seed An integer from 0 to 2³² - 1.
 * @param options.by Keeps together: examples with the same key are in the same fold.
 * @param options.stratify Keeps in proportion: every fold gets its share of the examples of every key, to within
 * one. Not together with `by`.
 * @returns One round per fold. Every example is in exactly one `validation`.
 * @throws DatasetError if a fold would be empty, a key is neither a string nor a number, or both `by` and `stratify` are given.
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
  const parts = assign(dataset, shares, chosen, { split: 'cross-validation', part: 'Fold' });
  return parts.map((part, fold) => {
    // Parts stand in the order of one shuffle; a train part that strings them together would be sorted by fold.
    const others = () => parts.flatMap((other, k) => (k === fold ? [] : other));
    const train = madeWhenRead(() => dataset.select(others()).shuffle({ seed }));
    const validation = madeWhenRead(() => dataset.select(part));
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
function madeWhenRead<T extends object>(make: () => T): () => T {
  let kept: WeakRef<T> | undefined;
  return () => {
    const made = kept?.deref() ?? make();
    if (kept?.deref() !== made) kept = new WeakRef(made);
    return made;
  };
}
