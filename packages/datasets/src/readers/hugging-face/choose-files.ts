import { DatasetError } from '../../error.js';
import type { HubFile, HubListing } from './parquet-files.js';

export interface Choice {
  readonly config: string;
  readonly split: string;
  readonly files: readonly HubFile[];
}

/**
 * The files of one config and split. Without a config: the only one, or `default`; without a split: `train`, or the
 * only one.
 *
 * @throws DatasetError that lists what there is.
 */
export function chooseFiles(
  dataset: string,
  { files, unfinished }: HubListing,
  wanted: { config: string | undefined; split: string | undefined; allowPartial: boolean },
): Choice {
  if (files.length === 0 && unfinished.length === 0) {
    throw new DatasetError(
      `${dataset} has no Parquet files: the Hub has not converted it, or could not; read its own files by their addresses instead.`,
    );
  }
  const parts = [...new Set([...files.map((file) => `${file.config}/${file.split}`), ...unfinished])].sort();
  const configs = [...new Set(parts.map((part) => part.slice(0, part.lastIndexOf('/'))))];
  const config = choose(dataset, 'config', configs, wanted.config, 'default', parts);
  const splits = parts
    .filter((part) => part.slice(0, part.lastIndexOf('/')) === config)
    .map((part) => part.slice(part.lastIndexOf('/') + 1));
  const split = choose(dataset, 'split', splits, wanted.split, 'train', parts);
  const chosen = files.filter((file) => file.config === config && file.split === split);
  if (chosen.length === 0) {
    throw new DatasetError(
      `${config}/${split} of ${dataset} has no Parquet files yet: the Hub is still converting it, or could not.`,
    );
  }
  if (chosen.some((file) => file.partial) && !wanted.allowPartial) {
    throw new DatasetError(
      `Only the beginning of ${config}/${split} of ${dataset} was converted to Parquet by the Hub: read that with \`allowPartial: true\`, or, if its own files are Parquet, all of it with \`revision: 'main'\`.`,
    );
  }
  return { config, split, files: chosen };
}

function choose(
  dataset: string,
  option: 'config' | 'split',
  names: readonly string[],
  wanted: string | undefined,
  usual: string,
  parts: readonly string[],
): string {
  const name = wanted ?? (names.length === 1 ? names[0]! : usual);
  if (names.includes(name)) return name;
  const list = parts.slice(0, 30).join(', ') + (parts.length > 30 ? `, … (${parts.length})` : '');
  throw new DatasetError(
    wanted === undefined
      ? `${dataset} has several ${option}s: choose one with \`${option}\` (config/split: ${list}).`
      : `${dataset} has no ${option} ${JSON.stringify(wanted).slice(0, 60)}: expected one of config/split ${list}.`,
  );
}
