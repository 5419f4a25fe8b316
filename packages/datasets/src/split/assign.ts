import { aFunction, checkValue, shown } from '@rnnlab/shared';
import type { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { shuffledIndices } from '../shuffled-indices.js';
import { assignGroups } from './assign-groups.js';
import { assignStrata } from './assign-strata.js';

export interface AssignOptions<T> {
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Keeps together: examples for which this gives the same key land in the same part. */
  readonly by?: (example: T) => string | number;
  /** Keeps in proportion: each part gets its share of the examples of every key. Not together with `by`. */
  readonly stratify?: (example: T) => string | number;
}

/**
 * Deals all examples out to parts.
 *
 * @param fractions The share of each part.
 * @param names What the errors call the split and a part of it.
 * @returns The indices of each part, in random order.
 * @throws DatasetError if a part would be empty, or both `by` and `stratify` are given.
 */
export function assign<T>(
  dataset: Dataset<T>,
  fractions: readonly number[],
  options: AssignOptions<T>,
  names: { readonly split: string; readonly part: string },
): number[][] {
  const { seed, by, stratify } = options;
  if (by && stratify)
    throw new DatasetError(`A ${names.split} takes either \`by\` or \`stratify\`, not both.`);

  if (by !== undefined) checkValue('`by`', by, aFunction, DatasetError);
  if (stratify !== undefined) checkValue('`stratify`', stratify, aFunction, DatasetError);
  const order = shuffledIndices(dataset.length, seed);
  const keyOf = by ?? stratify;
  const keys = keyOf ? Array.from(dataset, keysOf(by ? '`by`' : '`stratify`', keyOf)) : undefined;
  const members = gather(order, keys);
  const partOf = by ? assignGroups(members, fractions) : assignStrata(members, fractions);

  const parts = fractions.map((): number[] => []);
  for (const index of order) parts[partOf[index]!]!.push(index);
  const empty = parts.findIndex((part) => part.length === 0);
  if (empty >= 0) {
    const groups = by ? ` in ${members.length} groups` : '';
    throw new DatasetError(
      `${names.part} ${empty + 1} of the ${names.split} would be empty: it is to get ${fractions[empty]} of ${dataset.length} examples${groups}.`,
    );
  }
  return parts;
}

type Key = string | number;

/** Two objects are never the same key, so that none can be one. */
function keysOf<T>(what: string, keyOf: (example: T) => Key): (example: T, index: number) => Key {
  return (example, index) => {
    const key: unknown = keyOf(example);
    if (typeof key === 'string' || typeof key === 'number') return key;
    throw new DatasetError(
      `${what} must give a string or a number, but for example ${index} gave ${shown(key)}.`,
    );
  };
}

/** The indices of each key, in `order`; without keys, all in one. */
function gather(order: Uint32Array, keys: readonly Key[] | undefined): readonly (readonly number[])[] {
  if (keys === undefined) return [[...order]];
  const members = new Map<Key, number[]>();
  for (const index of order) {
    const list = members.get(keys[index]!);
    if (list) list.push(index);
    else members.set(keys[index]!, [index]);
  }
  return [...members.values()];
}
