import { CommanderError } from 'commander';
import { explain } from './errors/sentence.js';
import { Stopped } from './errors/stopped.js';
import { CommandLineError, createProgram } from './program.js';

/**
 * Runs the command line.
 *
 * @param args - What follows the program's name.
 * @returns The exit code: 0, or 2 for what the user can put right, 130 and 143 when it was asked to stop, 1 for a
 * fault of ours.
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const program = createProgram();
    if (args.length === 0) {
      program.outputHelp();
      return 0;
    }
    // Only the help of this command has to know the recipes before it is called.
    if (commandOf(args) === 'train') await (await import('./commands/train.js')).loadTrainHelp();
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return fail(error, args);
  }
}

async function fail(thrown: unknown, args: readonly string[]): Promise<number> {
  let error = thrown;
  if (thrown instanceof CommandLineError) {
    const { usageError } = await import('./errors/commander.js');
    error = usageError(thrown.cause, thrown.command);
  }
  const { sentence, exitCode } = explain(error, commandOf(args));
  process.stderr.write(`${sentence}\n`);
  if (args.includes('--debug') && error instanceof Error && !(error instanceof Stopped)) {
    process.stderr.write(`${error.stack}\n`);
  }
  return exitCode;
}

/** `--debug` may come first. */
const commandOf = (args: readonly string[]): string | undefined => args.find((one) => !one.startsWith('-'));
