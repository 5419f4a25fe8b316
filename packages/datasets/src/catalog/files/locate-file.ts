import { nodeModule } from '@rnnlab/shared';
import type { DatasetCard } from '../../card.js';
import { download } from '../../download/download.js';
import type { RemoteFile } from '../../download/remote-file.js';
import { DatasetError } from '../../error.js';
import { rethrowFolder } from '../../readers/rethrow-folder.js';
import type { LoadOptions } from './load-options.js';

/**
 * The path of a dataset's file: in the folder that the user has, gzipped or not, or in the cache, where it is
 * downloaded if need be.
 *
 * @throws DatasetError if the folder does not have it, or what `download` throws.
 */
export async function locateFile(card: DatasetCard, file: RemoteFile, options: LoadOptions): Promise<string> {
  const { folder, ...rest } = options;
  if (folder === undefined) return download(file, rest);
  const plain = file.name.replace(/\.gz$/, '');
  // Some unpackers write the dot of MNIST's names that the archives have inside.
  const names = [...new Set([file.name, plain, plain.replace('-idx', '.idx')])];
  const found = await firstIn(folder, names);
  if (found !== undefined) return found;
  throw await missing(card, folder, names.slice(0, 2), file);
}

/** The path of the first of `names` that is a file in `folder`. */
export async function firstIn(folder: string, names: readonly string[]): Promise<string | undefined> {
  const { stat } = nodeModule('node:fs/promises');
  const { join } = nodeModule('node:path');
  for (const name of names) {
    const path = join(folder, name);
    if ((await stat(path).catch(() => undefined))?.isFile()) return path;
  }
  return undefined;
}

/** The error of a folder that lacks a file, or is missing itself. */
export async function missing(
  card: DatasetCard,
  folder: string,
  names: readonly string[],
  file: RemoteFile,
): Promise<DatasetError> {
  const { readdir } = nodeModule('node:fs/promises');
  await readdir(folder).catch(rethrowFolder(folder, `one with the files of ${card.name}`));
  return new DatasetError(
    `There is no ${names.join(' or ')} in ${folder}: expected the files of ${card.name}, as from ${file.urls[0]}.`,
  );
}
