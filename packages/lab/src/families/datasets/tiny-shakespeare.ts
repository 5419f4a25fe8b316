import { defineDataset } from './dataset.js';
import { folder, loadOptions } from './folder.js';

export const tinyShakespeare = defineDataset({
  task: 'language-model',
  doc: "Shakespeare's plays, 1,115,394 characters as one text",
  fields: { folder },
  async load(values) {
    const { TextBlocks, tinyShakespeare: load } = await import('@rnnlab/datasets');
    const data = await load(loadOptions(values));
    const { text } = data.at(0);
    return { shape: 'stream', card: data.card, blocks: TextBlocks.from(text, 'tiny-shakespeare') };
  },
});
