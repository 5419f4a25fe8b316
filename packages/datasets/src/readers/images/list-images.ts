import { nodeModule } from '@rnnlab/shared';
import { byValue } from '../../compare.js';
import { DatasetError } from '../../error.js';
import { rethrowFolder } from '../rethrow-folder.js';

/** An image file and the index of its label. */
export interface ListedImage {
  readonly file: string;
  readonly label: number;
}

const READ = /\.(png|jpe?g)$/i;
/** Known by name only to say so: passed over in silence they would be missed. */
const NOT_READ = /\.(gif|webp|bmp|tiff?|avif|heic|jp2|jxl|pgm|ppm|svg)$/i;

/**
 * The images of a folder that has a folder for each label, in the order of labels and file names (by code unit).
 *
 * @throws DatasetError if there are none, a label has none, or one is of a format that is not read.
 */
export async function listImages(
  path: string,
): Promise<{ readonly classes: readonly string[]; readonly images: readonly ListedImage[] }> {
  const { join } = nodeModule('node:path');
  const classes = await entries(path, true);
  if (classes.length === 0) {
    throw new DatasetError(`There is no folder in ${path}: expected one folder of images per label.`);
  }
  const images: ListedImage[] = [];
  for (const [label, name] of classes.entries()) {
    const folder = join(path, name);
    const files = await entries(folder, false);
    const other = files.find((file) => NOT_READ.test(file));
    if (other !== undefined) {
      throw new DatasetError(`${join(folder, other)} is of a format that is not read: expected PNG or JPEG.`);
    }
    const read = files.filter((file) => READ.test(file));
    if (read.length === 0) {
      throw new DatasetError(`There is no image in ${folder}: expected .png, .jpg or .jpeg files.`);
    }
    for (const file of read) images.push({ file: join(folder, file), label });
  }
  return { classes, images };
}

/** The names of the folders, or of the files, in a folder, sorted; hidden ones are left out. */
async function entries(path: string, folders: boolean): Promise<string[]> {
  const { readdir, stat } = nodeModule('node:fs/promises');
  const { join } = nodeModule('node:path');
  const list = async () => {
    const names: string[] = [];
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const found = entry.isSymbolicLink() ? await stat(join(path, entry.name)) : entry;
      if (folders ? found.isDirectory() : found.isFile()) names.push(entry.name);
    }
    return names.sort(byValue);
  };
  return list().catch(rethrowFolder(path, 'one with a folder of images per label'));
}
