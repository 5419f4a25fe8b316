import type { Command } from 'commander';

/** Adds one command to the program. What the command needs to do its work is imported when it is called. */
export type AddCommand = (program: Command) => void;

/** How the command is called from here: a global install is on the path, everything else goes through npx. */
export const programName = (): string =>
  /node_modules|npx|dist[\\/]bin\.js$|apps[\\/]cli/.test(process.argv[1] ?? '') || process.env.npm_command
    ? 'npx rnnlab'
    : 'rnnlab';

/** The option of commands that have a result for programs. */
export const JSON_OPTION = [
  '--json',
  'print one JSON object on standard output and nothing else there',
] as const;

/** Of an option that may be repeated: its values in a list. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** A number that was typed; what is none stays as it is, for the sentence of whoever checks it. */
export const typedNumber = (text: string): number =>
  text.trim() === '' || Number.isNaN(Number(text)) ? (text as unknown as number) : Number(text);
