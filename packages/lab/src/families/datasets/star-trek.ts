import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../error.js';
import { optional, path } from '../../fields/kinds.js';
import { defineDataset } from './dataset.js';

const FILE = 'star_trek_transcripts_all_episodes.csv';

export const starTrek = defineDataset({
  task: 'language-model',
  doc: 'Lines of Star Trek, 36,339 of them',
  fields: { folder: optional(path(`The folder with ${FILE}.`)) },
  async load({ folder }) {
    if (folder === null) {
      throw new LabError(
        `The dataset star-trek cannot be downloaded: dataset.folder must name the folder with ${FILE}.`,
        { option: 'dataset.folder' },
      );
    }
    if (!existsSync(join(folder, FILE))) {
      const below = (await readdir(folder).catch(() => [])).find((name) =>
        existsSync(join(folder, name, FILE)),
      );
      throw new LabError(
        `There is no ${FILE} in ${folder}${below === undefined ? '' : `, but in its folder ${below}`}: dataset.folder must name the folder with it.`,
        { option: 'dataset.folder' },
      );
    }
    const { starTrek: load } = await import('@rnnlab/datasets');
    const data = await load({ file: join(folder, FILE) });
    return { shape: 'lines', card: data.card, lines: data.toArray(), labels: [] };
  },
});
