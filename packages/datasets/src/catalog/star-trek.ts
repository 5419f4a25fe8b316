import { checkOptions } from '@rnnlab/shared';
import type { DatasetCard } from '../card.js';
import { Dataset } from '../dataset.js';
import { DatasetError } from '../error.js';
import { csv } from '../readers/csv.js';
import { byteSource, type Readable } from '../sources/readable.js';

/** The card of {@link starTrek}. */
export const starTrekCard: DatasetCard = {
  name: 'star-trek',
  description:
    'Lines of the episodes of Star Trek (1966 to 1969), mostly "NAME: what is said", in their order.',
  license: 'none stated: the scripts are under copyright, and every user brings the file',
  splits: { all: { examples: 36_339 } },
  features: { text: { kind: 'text' } },
};

/** Options of {@link starTrek}. */
export interface StarTrekOptions {
  /**
   * The file `star_trek_transcripts_all_episodes.csv`: one scene a row, one line a cell. A path in Node, an http(s)
   * address, bytes, a Blob or a source.
   */
  readonly file: Readable;
}

/** Cells that mark where an episode begins. */
const NEXT_EPISODE = 'NEXTEPISODE';

/**
 * Lines of Star Trek scripts for models of text, from a file that you have: it is not downloaded, since its text is
 * under copyright. Works in the browser.
 *
 * @param options.file - The CSV file: one scene a row, one line a cell, empty cells at the ends of shorter scenes.
 * @returns One line each, 36,339 of them. Left out are empty cells, cells of one character and `NEXTEPISODE`.
 * @throws {DatasetError} If no file is given, or it cannot be read or holds no lines.
 *
 * @example
 * const lines = await starTrek({ file: 'star_trek_transcripts_all_episodes.csv' });
 * lines.at(0); // { text: 'SPOCK: Check the circuit.' }
 */
export async function starTrek(options: StarTrekOptions): Promise<Dataset<{ readonly text: string }>> {
  checkOptions('star-trek', options ?? {}, ['file'], DatasetError);
  const { file } = options ?? {};
  if (file === undefined) {
    throw new DatasetError(
      'star-trek is not downloaded: expected star_trek_transcripts_all_episodes.csv in the option file.',
    );
  }
  const source = byteSource(file);
  const examples: { readonly text: string }[] = [];
  for await (const row of csv(source, { header: false, ragged: 'accept' })) {
    for (const text of row) if (text.length > 1 && text !== NEXT_EPISODE) examples.push({ text });
  }
  if (examples.length > 0) return Dataset.from(examples, starTrekCard);
  throw new DatasetError(`${source.name} holds no lines: expected one scene a row and one line a cell.`);
}
