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
