import { shown } from '@rnnlab/shared';
import { DatasetError } from '../error.js';
import { CELL_TYPES, type CellReader, type CellType } from './csv-cells.js';

/** The columns that become fields, to be resolved by the file's first row. */
export interface ColumnChoice {
  readonly header: boolean;
  readonly columns: readonly string[] | Readonly<Record<string, string | number>> | undefined;
  readonly types: Readonly<Record<string, CellType>>;
}

/** Makes rows of cells. */
export interface RowBuilder {
  /** The number of cells of a row. */
  readonly width: number;
  /**
   * @param cells - Of which the first `count` are the row.
   * @param line - Named in the error of a cell that is not of its type.
   */
  make(cells: readonly string[], count: number, line: number): unknown;
}

interface Field {
  readonly name: string;
  readonly column: number;
}

/** @throws {DatasetError} If the choice does not fit the file's first row. */
export function rowBuilder(file: string, firstRow: readonly string[], choice: ColumnChoice): RowBuilder {
  const { header, columns, types } = choice;
  const width = firstRow.length;
  const fields =
    columns === undefined && !header
      ? firstRow.map((_, column) => ({ name: String(column), column }))
      : fieldsOf(file, firstRow, choice);
  const unknown = Object.keys(types).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) {
    throw new DatasetError(
      `\`types\` names the field ${unknown}, which ${file} does not get: expected ${quotedList(fields.map(({ name }) => name))}.`,
    );
  }
  // A column may be called what every object has: constructor.
  const typeOf = (name: string) => (Object.hasOwn(types, name) ? types[name]! : 'string');
  const readers = fields.map(({ name, column }) => cellReader(file, name, column, typeOf(name)));
  if (columns === undefined && !header) return arrayBuilder(width, readers);
  return objectBuilder(width, fields, readers);
}

function arrayBuilder(width: number, readers: readonly (LineReader | undefined)[]): RowBuilder {
  const plain = readers.every((reader) => reader === undefined);
  return {
    width,
    make(cells, count, line) {
      const row = cells.slice(0, count);
      return plain ? row : row.map((cell, column) => readers[column]?.(cell, line) ?? cell);
    },
  };
}

function objectBuilder(
  width: number,
  fields: readonly Field[],
  readers: readonly (LineReader | undefined)[],
): RowBuilder {
  // Copies of one object share its shape from the start, which is faster than adding field after field.
  const template: Record<string, unknown> = Object.fromEntries(fields.map(({ name }) => [name, '']));
  const names = fields.map(({ name }) => name);
  const columns = fields.map(({ column }) => column);
  const typed = readers.flatMap((read, i) => (read ? [{ name: names[i]!, column: columns[i]!, read }] : []));
  return {
    width,
    make(cells, count, line) {
      const row = { ...template };
      for (let i = 0; i < names.length; i++) {
        const column = columns[i]!;
        row[names[i]!] = column < count ? cells[column]! : '';
      }
      for (const { name, column, read } of typed)
        row[name] = read(column < count ? cells[column]! : '', line);
      return row;
    },
  };
}

function fieldsOf(file: string, firstRow: readonly string[], choice: ColumnChoice): Field[] {
  const { header, columns } = choice;
  const byName = (name: string): number => {
    const column = firstRow.indexOf(name);
    if (column < 0) {
      throw new DatasetError(`${file} has no column ${shown(name)}: its header has ${quotedList(firstRow)}.`);
    }
    if (firstRow.indexOf(name, column + 1) >= 0) {
      throw new DatasetError(
        `${file} has more than one column ${shown(name)}: expected an index in \`columns\` that says which.`,
      );
    }
    return column;
  };
  const byIndex = (column: number): number => {
    if (Number.isInteger(column) && column >= 0 && column < firstRow.length) return column;
    throw new DatasetError(
      `${file} has no column ${column}: expected an index from 0 to ${firstRow.length - 1}.`,
    );
  };
  if (columns === undefined || (header && isArray(columns))) {
    return (columns ?? firstRow).map((name) => ({
      name: requireFieldName(file, name),
      column: byName(name),
    }));
  }
  if (isArray(columns)) {
    if (columns.length !== firstRow.length) {
      throw new DatasetError(
        `${file} has ${firstRow.length} columns in line 1: expected ${columns.length}, for ${quotedList(columns)}.`,
      );
    }
    return columns.map((name, column) => ({ name: requireFieldName(file, name), column }));
  }
  return Object.entries(columns).map(([name, column]) => ({
    name: requireFieldName(file, name),
    column: typeof column === 'number' ? byIndex(column) : byName(column),
  }));
}

function isArray(columns: NonNullable<ColumnChoice['columns']>): columns is readonly string[] {
  return Array.isArray(columns);
}

/** An object has no field of this name, whatever is assigned to it. */
function requireFieldName(file: string, name: string): string {
  if (name !== '__proto__') return name;
  throw new DatasetError(
    `${file} cannot have a field called __proto__: expected another name in \`columns\`.`,
  );
}

type LineReader = (text: string, line: number) => unknown;

function cellReader(file: string, field: string, column: number, type: CellType): LineReader | undefined {
  if (type === 'string') return undefined;
  const refuse = (text: string, line: number, expected: string, cause?: unknown): never => {
    throw new DatasetError(
      `${file} has ${shown(text)} in line ${line}, column ${column + 1} (${field}): expected ${expected}.`,
      cause === undefined ? {} : { cause },
    );
  };
  if (typeof type === 'function') {
    const read: CellReader = type;
    return (text, line) => {
      try {
        return read(text);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return refuse(text, line, `what its type takes (${reason.replace(/\.$/, '').slice(0, 100)})`, error);
      }
    };
  }
  const { read, expected } = CELL_TYPES[type];
  return (text, line) => read(text) ?? refuse(text, line, expected);
}

const EXPECTED = 'expected an array of names, or an object of fields with the name or index of their column';

/**
 * Throws a DatasetError for a choice of columns that fits no file.
 *
 * @param header - Whether the file names its columns.
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

/** The first of many texts, as an error lists them. */
function quotedList(texts: readonly string[]): string {
  const first = texts.slice(0, 12).map((text) => shown(text));
  return first.join(', ') + (texts.length > first.length ? `, … (${texts.length} in all)` : '');
}
