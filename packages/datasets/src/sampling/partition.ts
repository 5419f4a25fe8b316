import { aFunction, checkValue, shown } from '@rnnlab/shared';
import type { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { shuffledIndices } from './shuffled-indices.js';

export interface PartitionOptions<T> {
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
 * @param fractions - The share of each part.
 * @param names - What the errors call the split and a part of it.
 * @returns The indices of each part, in random order.
 * @throws {DatasetError} If a part would be empty, or both `by` and `stratify` are given.
 */
export function partition<T>(
  dataset: Dataset<T>,
  fractions: readonly number[],
  options: PartitionOptions<T>,
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
  const members = groupByKey(order, keys);
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
function groupByKey(order: Uint32Array, keys: readonly Key[] | undefined): readonly (readonly number[])[] {
  if (keys === undefined) return [[...order]];
  const members = new Map<Key, number[]>();
  for (const index of order) {
    const list = members.get(keys[index]!);
    if (list) list.push(index);
    else members.set(keys[index]!, [index]);
  }
  return [...members.values()];
}

/**
 * Deals whole groups out to the parts so that the parts' sizes come near to `fractions`.
 *
 * Groups go from large to small, so that the small ones even out what the large ones left uneven; groups
 * within a factor of two in size stay in random order, so that different seeds give different splits. Each
 * group goes to the part for which (size so far + half the group) / fraction is smallest: Webster's rule of
 * apportionment, which favors neither large nor small parts.
 *
 * @param groups - For each group the indices of its examples; the groups already in random order.
 * @returns Index → part.
 */
export function assignGroups(
  groups: readonly (readonly number[])[],
  fractions: readonly number[],
): Uint32Array {
  const partOf = new Uint32Array(groups.reduce((sum, group) => sum + group.length, 0));
  const sizes = fractions.map(() => 0);
  const fromLargeToSmall = [...groups].sort((a, b) => Math.clz32(a.length) - Math.clz32(b.length));
  for (const group of fromLargeToSmall) {
    const fill = sizes.map((size, part) => (size + group.length / 2) / fractions[part]!);
    const part = fill.indexOf(Math.min(...fill));
    sizes[part]! += group.length;
    for (const index of group) partOf[index] = part;
  }
  return partOf;
}

/**
 * Deals the members of each stratum out to the parts, in proportion to `fractions`.
 *
 * In every stratum a part gets its exact share rounded down or up. Which part is rounded up is settled by what each
 * part lacks over all strata so far, so that the errors of many small strata do not add up.
 *
 * @param strata - For each stratum the indices of its examples, already in random order.
 * @returns Index → part.
 */
function assignStrata(strata: readonly (readonly number[])[], fractions: readonly number[]): Uint32Array {
  const partOf = new Uint32Array(strata.reduce((sum, stratum) => sum + stratum.length, 0));
  const lack = fractions.map(() => 0);
  for (const stratum of strata) {
    let next = 0;
    for (const [part, size] of sizesOf(stratum.length, fractions, lack).entries()) {
      for (const end = next + size; next < end; next++) partOf[stratum[next]!] = part;
    }
  }
  return partOf;
}

/** The sizes of the parts of one stratum; adds to `lack` the share that each part did not get. */
function sizesOf(length: number, fractions: readonly number[], lack: number[]): number[] {
  // Fractions such as 0.29 × 100 fall just below the integer that is meant.
  const rounding = 1e-6;
  const shares = fractions.map((fraction) => fraction * length);
  const sizes = shares.map((share) => Math.floor(share + rounding));
  shares.forEach((share, part) => {
    lack[part]! += share - sizes[part]!;
  });
  const left = length - sizes.reduce((sum, size) => sum + size, 0);
  const unrounded = sizes.map((_, part) => part).filter((part) => shares[part]! - sizes[part]! > rounding);
  for (const part of unrounded.sort((a, b) => lack[b]! - lack[a]!).slice(0, left)) {
    sizes[part]! += 1;
    lack[part]! -= 1;
  }
  return sizes;
}
