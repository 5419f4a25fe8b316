import { noSuch } from '@rnnlab/shared';
import type { DatasetCard } from '../card.js';
import { DatasetError } from '../error.js';
import { agNews, agNewsCard } from './ag-news.js';
import { cifar10, cifar10Card } from './cifar10.js';
import { dbpedia14, dbpedia14Card } from './dbpedia14.js';
import { fashionMnist, fashionMnistCard, mnist, mnistCard } from './mnist.js';
import { names, namesCard } from './names.js';
import { ptb, ptbCard } from './ptb.js';
import { pytorchNames, pytorchNamesCard } from './pytorch-names.js';
import { starTrek, starTrekCard } from './star-trek.js';
import { tinyShakespeare, tinyShakespeareCard } from './tiny-shakespeare.js';

/** Every named dataset: how it is loaded, and its card. */
const CATALOG = {
  'ag-news': { load: agNews, card: agNewsCard },
  cifar10: { load: cifar10, card: cifar10Card },
  dbpedia14: { load: dbpedia14, card: dbpedia14Card },
  'fashion-mnist': { load: fashionMnist, card: fashionMnistCard },
  mnist: { load: mnist, card: mnistCard },
  names: { load: names, card: namesCard },
  ptb: { load: ptb, card: ptbCard },
  'pytorch-names': { load: pytorchNames, card: pytorchNamesCard },
  'star-trek': { load: starTrek, card: starTrekCard },
  'tiny-shakespeare': { load: tinyShakespeare, card: tinyShakespeareCard },
} as const;

type Catalog = typeof CATALOG;

/** The name of a dataset in the catalog. */
export type DatasetName = keyof Catalog;

/** The names of all datasets in the catalog. */
export const datasetNames = Object.keys(CATALOG) as readonly DatasetName[];

/** The cards of all datasets in the catalog: nothing is loaded or downloaded for them. */
export const cards = Object.fromEntries(
  Object.entries(CATALOG).map(([name, { card }]) => [name, card]),
) as Readonly<Record<DatasetName, DatasetCard>>;

/** The options of the loader of that dataset. */
export type DatasetOptions<Name extends DatasetName> = Parameters<Catalog[Name]['load']>;

/**
 * Loads a dataset by its name, like its own function: `loadDataset('mnist', options)` is
 * `mnist(options)`.
 *
 * @param name - One of {@link datasetNames}.
 * @param options - Those of the dataset's own function.
 * @throws {DatasetError} For a name that is not in the catalog, with the nearest one that is; and what the
 * dataset's own function throws.
 *
 * @example
 * const test = await loadDataset('mnist', { split: 'test' });
 */
export async function loadDataset<Name extends DatasetName>(
  name: Name,
  ...options: DatasetOptions<Name>
): Promise<Awaited<ReturnType<Catalog[Name]['load']>>> {
  if (!Object.hasOwn(CATALOG, name)) {
    throw new DatasetError(noSuch('dataset', name, datasetNames));
  }
  const load = CATALOG[name].load as (...options: readonly unknown[]) => Promise<never>;
  return load(...options);
}
