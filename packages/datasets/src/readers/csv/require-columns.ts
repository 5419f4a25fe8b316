import { shown } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';

const EXPECTED = 'expected an array of names, or an object of fields with the name or index of their column';

/**
 * Throws a DatasetError for a choice of columns that fits no file.
 *
 * @param header Whether the file names its columns.
 */
export function requireColumns(columns: unknown, header: boolean): void {
  if (columns === undefined) return;
  if (typeof columns !== 'object' || columns === null) {
    throw new DatasetError(`\`columns\` is ${shown(columns)}: ${EXPECTED}.`);
  }
  const chosen = Object.entries(columns);
  if (chosen.length === 0) throw new DatasetError(`\`columns\` is empty: ${EXPECTED}.`);
  if (Array.isArray(columns)) requireNames(columns);
  else requireFields(chosen, header);
}

function requireFields(
  chosen: readonly (readonly [field: string, column: unknown])[],
  header: boolean,
): void {
  for (const [field, column] of chosen) {
    if (typeof column === 'string' && header) continue;
    if (typeof column === 'string') {
      throw new DatasetError(
        `\`columns\` takes the field ${field} from the column ${shown(column)}, but there is no header: expected an index from 0, or \`header\` true.`,
      );
    }
    if (typeof column === 'number' && Number.isInteger(column) && column >= 0) continue;
    const expected = header ? 'the name of a column, or an index from 0' : 'an index from 0';
    throw new DatasetError(
      `\`columns\` takes the field ${field} from ${shown(column)}: expected ${expected}.`,
    );
  }
}

function requireNames(names: readonly unknown[]): void {
  const wrong = names.find((name) => typeof name !== 'string');
  if (wrong !== undefined || names.includes(undefined)) {
    throw new DatasetError(`\`columns\` has ${shown(wrong)} among its names: ${EXPECTED}.`);
  }
  const twice = names.find((name, i) => names.indexOf(name) < i) as string | undefined;
  if (twice !== undefined) {
    throw new DatasetError(`\`columns\` has ${shown(twice)} more than once: expected different names.`);
  }
}
