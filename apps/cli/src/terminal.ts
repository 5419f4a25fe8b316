import { createColors } from 'picocolors';

type Colors = ReturnType<typeof createColors>;

/** Where a command writes. Results go to standard output; with `--json` nothing but one object does. */
export interface Output {
  readonly json: boolean;
  readonly colors: Colors;
  /** A line for people; nothing with `--json`. */
  line(text?: string): void;
  /** The result for programs; nothing without `--json`. */
  result(value: object): void;
  /** The terminal to draw progress on, if there is one. */
  readonly screen: NodeJS.WriteStream | undefined;
}

/** @param json - Whether `--json` was given. */
export function createOutput(json: boolean): Output {
  const { stdout, stderr } = process;
  const stream = json ? stderr : stdout;
  const capable = stream.isTTY === true && process.env.TERM !== 'dumb';
  return {
    json,
    colors: createColors(capable && !process.env.NO_COLOR),
    line(text = '') {
      if (!json) stdout.write(`${text}\n`);
    },
    result(value) {
      if (json) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    screen: capable ? stream : undefined,
  };
}

interface Column {
  header: string;
  align?: 'left' | 'right';
}

/** Rows as lines of aligned columns, two spaces apart, the header first. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ header }, k) =>
    Math.max(width(header), ...rows.map((row) => width(row[k]!))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, k) => {
        const space = ' '.repeat(widths[k]! - width(cell));
        return columns[k]!.align === 'right' ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ header }) => header)), ...rows.map(line)];
}

/** Columns a text takes in a terminal: marks that combine with a letter take none, wide characters two. */
export function width(text: string): number {
  let columns = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    columns +=
      /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(
        segment,
      )
        ? 2
        : 1;
  }
  return columns;
}
