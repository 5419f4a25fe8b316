import type { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { shuffledIndices } from '../shuffled-indices.js';
import { assignGroups } from './assign-groups.js';
import { assignStrata } from './assign-strata.js';

const TOLERANCE = 1e-6;

export interface SplitOptions<T> {
  /** The share of each part, all positive, sum 1: `[0.8, 0.1, 0.1]`. */
  readonly fractions: readonly number[];
  /** An integer from 0 to 2³² - 1. */
  readonly seed: number;
  /** Keeps together: examples for which this gives the same key land in the same part. */
  readonly by?: (example: T) => string;
  /** Keeps in proportion: each part gets its share of the examples of every key. Not together with `by`. */
  readonly stratify?: (example: T) => string;
}

/**
 * Splits a dataset at random into parts that share no example. Each part is in random order.
 *
 * - Plain: sizes differ from fraction × length by less than 1.
 * - `stratify`: for every key, sizes differ from fraction × (examples of that key) by less than 1.
 * - `by`: whole groups are dealt out, the large ones first, each to the part that is furthest behind; the
 *   sizes are as near to the fractions as the groups allow.
 *
 * @returns One dataset per fraction, in the same order.
 * @throws DatasetError if the fractions are not positive or do not sum to 1, if a part would be empty, or if
 * both `by` and `stratify` are given.
 *
 * @example
 * const [train, test] = split(names(), { fractions: [0.9, 0.1], seed: 1, by: ({ text }) => text });
 */
export function split<T>(dataset: Dataset<T>, options: SplitOptions<T>): Dataset<T>[] {
  const { fractions, seed, by, stratify } = options;
  requireFractions(fractions);
  if (by && stratify) throw new DatasetError('A split takes either `by` or `stratify`, not both.');

  const order = shuffledIndices(dataset.length, seed);
  const keyOf = by ?? stratify;
  const keys = keyOf ? Array.from(dataset, keyOf) : undefined;
  const members = gather(order, keys);
  const partOf = by ? assignGroups(members, fractions) : assignStrata(members, fractions);

  const parts = fractions.map((): number[] => []);
  for (const index of order) parts[partOf[index]!]!.push(index);
  const empty = parts.findIndex((part) => part.length === 0);
  if (empty >= 0) {
    const groups = by ? ` in ${members.length} groups` : '';
    throw new DatasetError(
      `Part ${empty + 1} of the split would be empty: it is to get ${fractions[empty]} of ${dataset.length} examples${groups}.`,
    );
  }
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

/** The indices of each key, in `order`; without keys, all in one. */
function gather(order: Uint32Array, keys: readonly string[] | undefined): readonly (readonly number[])[] {
  if (keys === undefined) return [[...order]];
  const members = new Map<string, number[]>();
  for (const index of order) {
    const list = members.get(keys[index]!);
    if (list) list.push(index);
    else members.set(keys[index]!, [index]);
  }
  return [...members.values()];
}
