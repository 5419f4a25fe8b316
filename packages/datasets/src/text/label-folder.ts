import { nodeModule, systemError } from '@rnnlab/shared';
import { type LabeledText, labeledTextFeatures } from '../card.js';
import { Dataset } from '../dataset.js';
import { DatasetError, requireNode, requirePath } from '../error.js';
import { rethrowFolderError } from '../sources/file-source.js';
import { decodeText } from './utf8.js';

/**
 * Loads a folder of `<Label>.txt` files with one example per line. Needs Node.
 *
 * Blank lines are skipped, a `\r` before the line break and a byte-order mark are removed; everything else
 * stays as it is. Hidden files, folders and files with another extension are not read.
 *
 * @param path - The folder.
 * @returns The examples, label by label, in the order of the labels (by code unit) and of the lines. The
 * labels are in `card.features.label.names`.
 * @throws {DatasetError} If the folder is missing, is a file, has no `.txt` file or only one, or if a file is
 * empty or is not UTF-8 text.
 *
 * @example
 * const surnames = await labelFolder('data/names'); // Arabic.txt, Chinese.txt, …
 * surnames.at(0); // { text: 'Khoury', label: 'Arabic' }
 */
export async function labelFolder(path: string): Promise<Dataset<LabeledText>> {
  requirePath('The folder of labelFolder', path);
  requireNode('Reading files');
  const { basename, join, resolve } = nodeModule('node:path');
  const labels = await labelsIn(path);
  const examples: LabeledText[] = [];
  for (const label of labels) {
    const file = join(path, label + EXTENSION);
    const lines = await linesOf(file);
    if (lines.length === 0) throw new DatasetError(`${file} is empty: expected one example per line.`);
    for (const text of lines) examples.push({ text, label });
  }
  return Dataset.from(examples, { name: basename(resolve(path)), features: labeledTextFeatures(labels) });
}

const EXTENSION = '.txt';

async function labelsIn(path: string): Promise<string[]> {
  const { readdir, stat } = nodeModule('node:fs/promises');
  const { join } = nodeModule('node:path');
  const labels: string[] = [];
  for (const name of await readdir(path).catch(rethrowFolderError(path, 'a folder of <Label>.txt files'))) {
    if (name.startsWith('.') || !name.endsWith(EXTENSION)) continue;
    const file = join(path, name);
    if ((await stat(file).catch(rethrow(file))).isFile()) labels.push(name.slice(0, -EXTENSION.length));
  }
  if (labels.length === 0) {
    throw new DatasetError(`There is no .txt file in ${path}: expected one <Label>.txt file per label.`);
  }
  if (labels.length === 1) {
    throw new DatasetError(
      `${path} has only one label, ${labels[0]}: expected two or more <Label>.txt files.`,
    );
  }
  return labels.sort();
}

async function linesOf(file: string): Promise<string[]> {
  const { readFile } = nodeModule('node:fs/promises');
  const text = decodeText(await readFile(file).catch(rethrow(file)), file);
  return text
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .filter((line) => line.trim() !== '');
}

function rethrow(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    throw systemError('read', path, error, DatasetError);
  };
}
