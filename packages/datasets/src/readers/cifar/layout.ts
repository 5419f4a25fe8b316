import { checkValue, oneOf, shown } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';

/** 32 × 32 pixels of red, then green, then blue. */
export const CHANNELS = 3;
export const SIDE = 32;
export const PIXELS = CHANNELS * SIDE * SIDE;

/** What the two datasets differ in. */
export type CifarKind = 'cifar10' | 'cifar100';
/** CIFAR-100 labels each image by one of 100 classes, or one of 20 groups of them. */
export type CifarLabels = 'fine' | 'coarse';

/** The names of CIFAR-10's classes, in the order of their indices. */
export const CIFAR10_CLASSES: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/** How many classes the labels have. */
export function classesOf(kind: CifarKind, labels: CifarLabels): number {
  return kind === 'cifar10' ? 10 : labels === 'fine' ? 100 : 20;
}

/** @throws DatasetError for a kind of labels that there is not. */
export function requireCifar(kind: CifarKind, labels: CifarLabels): void {
  checkValue('`kind`', kind, oneOf(['cifar10', 'cifar100']), DatasetError);
  checkValue('`labels`', labels, oneOf(['fine', 'coarse']), DatasetError);
  if (kind === 'cifar10' && labels !== 'fine') {
    throw new DatasetError('CIFAR-10 has no coarse labels: expected `labels` to be fine.');
  }
}

/** @throws DatasetError if a label is none of `count` classes. */
export function requireLabel(
  file: string,
  label: unknown,
  image: number,
  count: number,
): asserts label is number {
  if (typeof label === 'number' && Number.isInteger(label) && label >= 0 && label < count) return;
  throw new DatasetError(
    `${file} has the label ${shown(label)} for image ${image}: expected 0 to ${count - 1}.`,
  );
}
