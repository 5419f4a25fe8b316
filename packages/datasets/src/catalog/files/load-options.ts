import { checkOptions, shown } from '@rnnlab/shared';
import type { DatasetCard } from '../../card.js';
import { DOWNLOAD_OPTIONS, type DownloadOptions } from '../../download/download.js';
import { DatasetError } from '../../error.js';
import { requirePath } from '../../require-path.js';

/** Where a dataset's files are. Without any of these they are downloaded once, into the cache. Needs Node. */
export interface LoadOptions extends DownloadOptions {
  /**
   * A folder that has the files already, with the names that they have where they come from: they are read there,
   * nothing is downloaded and nothing is written. Files may be unpacked or still packed, and are taken as they are:
   * they may hold a part of the dataset, and are not compared with the checksums and counts of its card.
   */
  readonly folder?: string | undefined;
}

/** Throws a DatasetError if `options` has a key that is neither a {@link LoadOptions} nor in `own`. */
export function requireLoadOptions(card: DatasetCard, options: object, own: readonly string[] = []): void {
  checkOptions(card.name, options, [...own, 'folder', ...DOWNLOAD_OPTIONS], DatasetError);
  const { folder } = options as LoadOptions;
  if (folder !== undefined) requirePath(`The option folder of ${card.name}`, folder);
}

/** Throws a DatasetError unless the dataset comes in a part of this name. */
export function requireSplit(card: DatasetCard, split: string): void {
  const names = Object.keys(card.splits ?? {});
  if (names.includes(split)) return;
  throw new DatasetError(`${card.name} has no split ${shown(split)}: expected ${names.join(', ')}.`);
}

/** The file of that name on the card. */
export function fileOf(card: DatasetCard, name: string) {
  return card.files!.find((file) => file.name === name)!;
}
