import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Dataset, DatasetCard, LabeledText } from '@rnnlab/datasets';
import { LabError } from '../errors.js';
import { PATH } from '../settings/option.js';
import { defineDataset, folder, type LanguageData, loadOptions } from './dataset.js';

export const surnames = defineDataset({
  task: 'language-model',
  description: 'Surnames by language, each once: built in, or a folder of <Language>.txt files',
  options: {
    path: { ...PATH, optional: true, description: 'The folder; by default the names that are built in.' },
  },
  async load({ path }) {
    const { labelFolder, names } = await import('@rnnlab/datasets');
    return eachOnce(path === null ? names() : await labelFolder(path));
  },
});

export const pytorchSurnames = defineDataset({
  task: 'language-model',
  description: 'Surnames in 18 languages of the PyTorch tutorial, each once in a language',
  options: { folder },
  load: async (values) =>
    eachOnce(await (await import('@rnnlab/datasets')).pytorchNames(loadOptions(values))),
});

/** The texts of a dataset as lines of a language model, each once in a label. */
function eachOnce(data: Dataset<LabeledText>) {
  const seen = new Set<string>();
  const lines = data.toArray().flatMap(({ text, label }) => {
    const line = { text: text.trim(), label };
    const key = `${label}\t${line.text}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [line];
  });
  const labels = [...new Set(lines.map(({ label }) => label))].sort();
  return { shape: 'lines' as const, card: data.card, lines, labels };
}

export const tinyShakespeare = defineDataset({
  task: 'language-model',
  description: "Shakespeare's plays, 1,115,394 characters as one text",
  options: { folder },
  async load(values) {
    const { TextBlocks, tinyShakespeare: load } = await import('@rnnlab/datasets');
    const data = await load(loadOptions(values));
    const { text } = data.at(0);
    return { shape: 'stream', card: data.card, blocks: TextBlocks.from(text, 'tiny-shakespeare') };
  },
});

const FILE = 'star_trek_transcripts_all_episodes.csv';

export const starTrek = defineDataset({
  task: 'language-model',
  description: 'Lines of Star Trek, 36,339 of them',
  options: { folder: { ...PATH, optional: true, description: `The folder with ${FILE}.` } },
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

export const text = defineDataset({
  task: 'language-model',
  description: 'A text file, a folder of .txt files, a column of a CSV file or a field of JSON Lines',
  options: {
    path: { ...PATH, optional: true, description: 'The file or folder.' },
    field: {
      type: 'string',
      minLength: 1,
      expected: 'one or more characters',
      optional: true,
      description: 'The column of a CSV file, or the field of JSON Lines, with the text.',
    },
    shape: {
      enum: ['stream', 'lines'],
      default: 'stream',
      description:
        'Whether it is one long text, of which only parts are in memory, or each line or record is a text.',
    },
  },
  async load({ path, field, shape }): Promise<LanguageData> {
    if (path === null)
      throw new LabError('There is no text to read: dataset.path must name a file or folder.', {
        option: 'dataset.path',
      });
    const card: DatasetCard = { name: basename(path) };
    const read = await readerOf(path, field);
    if (shape === 'stream') {
      const blocks = await read.stream();
      if (blocks.characters === 0) throw isEmpty(path);
      return { shape, card, blocks };
    }
    const lines = (await read.lines()).map((text) => ({ text }));
    if (lines.length === 0) throw isEmpty(path);
    return { shape: 'lines', card, lines, labels: [] };
  },
});

const isEmpty = (path: string): LabError =>
  new LabError(`${path} is empty: expected text to learn from, some thousand characters or more.`);

const kinds = { csv: /\.(csv|tsv)(\.gz)?$/i, json: /\.(jsonl|ndjson)(\.gz)?$/i };

/** How a file or folder is read, by what it is. */
async function readerOf(path: string, field: string | null) {
  const { TextBlocks, textBlocks, textLines, wholeText } = await import('@rnnlab/datasets');
  if (kinds.csv.test(path) || kinds.json.test(path)) {
    const lines = () => recordsOf(path, field);
    return {
      lines,
      stream: async () => TextBlocks.from((await lines()).map((text) => `${text}\n`).join(''), path),
    };
  }
  if (field !== null) {
    throw new LabError(
      `dataset.field is of CSV (.csv, .tsv) and JSON Lines (.jsonl, .ndjson) files, but ${path} is neither: leave it out.`,
    );
  }
  const files = await filesOf(path);
  return {
    lines: async () => (await Promise.all(files.map((file) => textLines(file).toArray()))).flat(),
    async stream() {
      if (files.length === 1 && !files[0]!.endsWith('.gz')) return textBlocks(files[0]!);
      return TextBlocks.from((await Promise.all(files.map((file) => wholeText(file)))).join('\n'), path);
    },
  };
}

async function recordsOf(path: string, field: string | null): Promise<string[]> {
  const { csv, jsonLines } = await import('@rnnlab/datasets');
  const isCsv = kinds.csv.test(path);
  const delimiter = /\.tsv/i.test(path) ? '\t' : ',';
  if (field === null) {
    const [first] = isCsv
      ? await csv(path, { delimiter }).take(1).toArray()
      : await jsonLines(path).take(1).toArray();
    throw noField(path, isCsv ? 'column' : 'field', first);
  }
  const texts = isCsv
    ? (await csv(path, { columns: { text: field }, delimiter }).toArray()).map(({ text }) => text)
    : (await jsonLines(path).toArray()).map((value, k) => textOf(value, field, `Record ${k + 1} of ${path}`));
  return texts.filter((text) => text !== '');
}

/** @param record - The first of the file, if it has one. */
function noField(path: string, kind: string, record: unknown): LabError {
  const names = typeof record === 'object' && record !== null ? Object.keys(record) : [];
  const has =
    names.length > 0 ? ` has the ${kind}${names.length > 1 ? 's' : ''} ${names.join(', ')}` : ` has ${kind}s`;
  return new LabError(`${path}${has}: dataset.field must name the one with the text.`, {
    option: 'dataset.field',
  });
}

function textOf(record: unknown, field: string, where: string): string {
  const value = (record as Record<string, unknown> | null)?.[field];
  if (typeof value === 'string') return value;
  throw new LabError(
    `${where} must have a text in the field ${field}, received ${JSON.stringify(value) ?? 'none'}.`,
  );
}

/** A file, or the .txt files of a folder in the order of their names. */
async function filesOf(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = (await readdir(path)).filter((name) => /\.txt(\.gz)?$/i.test(name) && !name.startsWith('.'));
  if (names.length === 0) {
    throw new LabError(`There is no .txt file in the folder ${path}: name one that has some, or a file.`);
  }
  return names.sort().map((name) => join(path, name));
}
