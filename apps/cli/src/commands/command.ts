import type { Command } from 'commander';

/** Adds one command to the program. The heavy packages that it needs are imported when it runs. */
export type AddCommand = (program: Command) => void;

/** The lab: imported by a command when it runs, as `--help` and usage errors shall be fast. */
export type Lab = typeof import('@rnnlab/lab');

/** The name that the command is called by: `rnnlab` where it is installed globally, otherwise through npx. */
export const programName = (): string =>
  /node_modules|npx|dist[\\/]bin\.js$|apps[\\/]cli/.test(process.argv[1] ?? '') || process.env.npm_command
    ? 'npx rnnlab'
    : 'rnnlab';

/** The option of every command that prints a result. */
export const JSON_OPTION = [
  '--json',
  'print the result as one JSON object on standard output, and nothing else there',
] as const;

/** Collects the values of an option that may be repeated. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** Parses a number; a text that is none stays as it is, for the error message of whatever checks it. */
export const typedNumber = (text: string): number =>
  text.trim() === '' || Number.isNaN(Number(text)) ? (text as unknown as number) : Number(text);
