import { checkOptions, checkValue, flag, oneOf, type Rule, shown } from '@rnnlab/shared';
import { fileCard } from '../card.js';
import { DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import type { ByteSource } from '../sources/byte-source.js';
import { gunzip } from '../sources/gzip.js';
import { byteSource, type Readable } from '../sources/readable.js';
import { type RecordFormat, recordSource } from '../text/record-source.js';
import { CELL_TYPES, type CellType, type CellValue } from './csv-cells.js';
import { type ColumnChoice, type RowBuilder, requireColumns, rowBuilder } from './csv-columns.js';
import { CsvParser, type CsvSyntax, type TakeRow } from './csv-parser.js';

/** The choice of columns that become fields: see {@link CsvOptions.columns}. */
export type CsvColumns = readonly string[] | Readonly<Record<string, string | number>>;

/** Options of {@link csv}. */
export interface CsvOptions<
  Columns extends CsvColumns | undefined = CsvColumns | undefined,
  Header extends boolean = boolean,
  Types extends Readonly<Record<string, CellType>> = Readonly<Record<string, CellType>>,
> {
  /** Whether the first row has the names of the columns. Default: `true`. */
  readonly header?: Header;
  /**
   * Which columns become which fields.
   *
   * - An array: with a header, the names of the columns to keep; without one, a name for every column in turn.
   * - An object: field → name of its column (with a header), or index of it from 0.
   *
   * Default: with a header, every column; without one, rows are arrays of all cells.
   */
  readonly columns?: Columns;
  /** Field → type of its cells. Without fields: index → type. Default: every cell is a string. */
  readonly types?: Types & Readonly<Record<string, CellType>>;
  /** One character; `'\t'` for TSV. Default: `','`. */
  readonly delimiter?: string;
  /** The character around cells that hold delimiters or line breaks; `null` if there is none. Default: `'"'`. */
  readonly quote?: string | null;
  /**
   * How to treat a row that has fewer or more cells than the first: `'refuse'`, or `'accept'`, where missing
   * cells are `''` and those too many are dropped (rows that are arrays stay as they are). Default: `'refuse'`.
   */
  readonly ragged?: 'refuse' | 'accept';
}

type Fields<Name extends string, Types> = {
  readonly [Field in Name]: Field extends keyof Types ? CellValue<Types[Field]> : string;
};

/** The type of one row, given the options of {@link csv}. */
export type CsvRow<Columns, Header, Types> = Columns extends readonly (infer Name extends string)[]
  ? Fields<Name, Types>
  : Columns extends Readonly<Record<infer Name extends string, string | number>>
    ? Fields<Name, Types>
    : [keyof Types] extends [never]
      ? Header extends false
        ? readonly string[]
        : Readonly<Record<string, string>>
      : Typed<Types> &
          (Header extends false
            ? readonly (string | Typed<Types>[keyof Types])[]
            : Readonly<Record<string, string>>);

/** The fields that have a type. Beside them the others are strings: a name that is known goes before any name. */
type Typed<Types> = { readonly [Field in keyof Types]: CellValue<Types[Field]> };

/**
 * Streams the rows of a CSV or TSV file (RFC 4180): a block of the file is in memory, never
 * all of it.
 *
 * Cells may be quoted and then hold delimiters, line breaks and, doubled, quotes. Lines end in `\n` or `\r\n`;
 * empty lines and a byte-order mark are skipped. The text is UTF-8, gzipped or not. A position is a byte of the
 * file, so that reading resumes there; in a gzipped file what comes before has to be decompressed again.
 *
 * The parser is our own: of the libraries measured, the one that is fast enough reads ragged rows wrongly without
 * a word, and none says at which byte a row begins, which resuming from a position needs.
 *
 * @param readable - A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @param options - See {@link CsvOptions}; each has a default.
 * @returns A stream of rows: objects with a field per column, typed by `columns` and `types`, or, with neither
 * header nor `columns`, arrays of cells. `await stream.toDataset()` reads all of them into memory.
 * @throws {DatasetError} For an option that is not valid; and while reading, with the line, for a row with too few
 * or too many cells, a quote that is not closed, a cell that is not of its type, bytes that are not UTF-8; with the
 * names there are, for a column that is missing.
 *
 * @example
 * const stream = csv('train.csv', {
 *   header: false,
 *   columns: ['label', 'title', 'text'],
 *   types: { label: 'integer' },
 * });
 * for await (const { label, text } of stream) console.log(label + 1, text.length);
 *
 * @example
 * csv('reviews.tsv', { delimiter: '\t', columns: { text: 'Review text', stars: 4 }, types: { stars: 'number' } });
 */
export function csv<
  const Columns extends CsvColumns | undefined = undefined,
  const Header extends boolean = true,
  // biome-ignore lint/complexity/noBannedTypes: no types at all, which `keyof` tells from some
  const Types extends Readonly<Record<string, CellType>> = {},
>(
  readable: Readable,
  options: CsvOptions<Columns, Header, Types> = {},
): DatasetStream<CsvRow<Columns, Header, Types>> {
  const file = byteSource(readable);
  const format = csvFormat<CsvRow<Columns, Header, Types>>(options);
  return new DatasetStream(recordSource(gunzip(file), format, file), fileCard(file));
}

const OPTIONS = ['header', 'columns', 'types', 'delimiter', 'quote', 'ragged'] as const;

function csvFormat<Row>(options: CsvOptions): RecordFormat<Row> {
  checkOptions('csv', options, OPTIONS, DatasetError);
  const { header = true, columns, types = {}, delimiter = ',', quote = '"', ragged = 'refuse' } = options;
  checkValue('`header`', header, flag, DatasetError);
  requireColumns(columns, header);
  requireSyntax(delimiter, quote);
  for (const [field, type] of Object.entries(types)) {
    if (typeof type === 'function' || type === 'string' || Object.hasOwn(CELL_TYPES, type)) continue;
    throw new DatasetError(
      `The type of the field ${field} must be string, number, integer, boolean or a function, received ${shown(type)}.`,
    );
  }
  checkValue('`ragged`', ragged, oneOf(['refuse', 'accept']), DatasetError);
  const choice: ColumnChoice = { header, columns, types };
  return {
    name: 'csv',
    options: describe({ header, columns, types, delimiter, quote, ragged }),
    async parser(source, start) {
      const syntax = { file: source.name, delimiter, quote };
      // Further on in the file, its first row is needed all the same: for the names, or the number of cells.
      const known = start.offset > 0 ? await builderOf(source, syntax, choice) : undefined;
      return new CsvParser(syntax, takeRow<Row>(source.name, choice, ragged === 'accept', known));
    },
  };
}

/** The options that are not as they are by default; of a function only that it is one. */
function describe(options: Required<Omit<CsvOptions, 'columns'>> & Pick<CsvOptions, 'columns'>): string[] {
  const defaults = { header: true, types: {}, delimiter: ',', quote: '"', ragged: 'refuse' };
  const show = (value: unknown) =>
    JSON.stringify(value, (_, part) => (typeof part === 'function' ? 'function' : part));
  return Object.entries(options)
    .filter(([name, value]) => show(value) !== show(defaults[name as keyof typeof defaults]))
    .map(([name, value]) => `${name} ${show(value)}`);
}

/** Rows as they are wanted. The first one decides about columns, unless a `maker` is known. */
function takeRow<Row>(file: string, choice: ColumnChoice, accept: boolean, maker?: RowBuilder): TakeRow<Row> {
  let made = maker;
  return (cells, count, line) => {
    if (made === undefined) {
      made = firstRow(file, cells.slice(0, count), choice);
      if (choice.header) return undefined;
    }
    if (count !== made.width && !accept) {
      throw new DatasetError(
        `${file} has ${count} cell${count === 1 ? '' : 's'} in line ${line}: expected ${made.width}, as in its first row.`,
      );
    }
    return made.make(cells, count, line) as Row;
  };
}

function firstRow(file: string, cells: readonly string[], choice: ColumnChoice): RowBuilder {
  if (cells.some((cell) => /\r(?!\n)/.test(cell))) {
    throw new DatasetError(
      `${file} has a carriage return alone in its first row: expected line breaks of \\n or \\r\\n.`,
    );
  }
  return rowBuilder(file, cells, choice);
}

async function builderOf(source: ByteSource, syntax: CsvSyntax, choice: ColumnChoice): Promise<RowBuilder> {
  const format: RecordFormat<readonly string[]> = {
    name: 'csv',
    parser: async () => new CsvParser(syntax, (cells, count) => cells.slice(0, count)),
  };
  const cursor = recordSource(source, format).open();
  try {
    const { value } = await cursor.next();
    if (value !== undefined) return firstRow(source.name, value, choice);
  } finally {
    await cursor.close();
  }
  throw new DatasetError(`${source.name} is empty: expected the file that the position belongs to.`);
}

const character: Rule = {
  expected: 'one character',
  accepts: (text) => typeof text === 'string' && /^[^\r\n\ud800-\udfff]$/.test(text),
};

const characterOrNull: Rule = {
  expected: 'one character or null',
  accepts: (text) => text === null || character.accepts(text),
};

function requireSyntax(delimiter: string, quote: string | null): void {
  checkValue('`delimiter`', delimiter, character, DatasetError);
  checkValue('`quote`', quote, characterOrNull, DatasetError);
  if (delimiter === quote) {
    throw new DatasetError(`\`delimiter\` and \`quote\` must differ, but both are ${shown(delimiter)}.`);
  }
}
