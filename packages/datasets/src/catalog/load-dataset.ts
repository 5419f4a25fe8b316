import { noSuch } from '@rnnlab/shared';
import type { DatasetCard } from '../card.js';
import { DatasetError } from '../error.js';
import { CATALOGUE } from './index.js';

type Catalog = typeof CATALOGUE;

/** The name of a dataset in the catalog. */
export type DatasetName = keyof Catalog;

/** The names of all datasets in the catalog. */
export const datasetNames = Object.keys(CATALOGUE) as readonly DatasetName[];

/** The cards of all datasets in the catalog: nothing is loaded or downloaded for them. */
export const cards = Object.fromEntries(
  Object.entries(CATALOGUE).map(([name, { card }]) => [name, card]),
) as Readonly<Record<DatasetName, DatasetCard>>;

/** The options of the loader of that dataset. */
export type DatasetOptions<Name extends DatasetName> = Parameters<Catalog[Name]['load']>;

/**
 * Loads a dataset by its name, which is the same as to call its function: `loadDataset('mnist', options)` is
 * `mnist(options)`.
 *
 * @param name One of {@link datasetNames}.
 * @param options Those of the dataset's own function.
 * @throws DatasetError for a name that is not in the catalog, with the nearest one that is; and what the
 * dataset's own function throws.
 *
 * @example
 * const test = await loadDataset('mnist', { split: 'test' });
 */
export async function loadDataset<Name extends DatasetName>(
  name: Name,
  ...options: DatasetOptions<Name>
): Promise<Awaited<ReturnType<Catalog[Name]['load']>>> {
  if (!Object.hasOwn(CATALOGUE, name)) {
    throw new DatasetError(noSuch('dataset', name, datasetNames));
  }
  const load = CATALOGUE[name].load as (...options: readonly unknown[]) => Promise<never>;
  return load(...options);
}
