import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { programName } from './commands/command.js';
import { commands } from './commands/index.js';
import { loadTrainHelp } from './commands/train.js';
import { CommandLineError, explain, usageError } from './errors.js';
import { Stopped } from './signals.js';

/**
 * Runs the command line.
 *
 * @param args - What follows the program's name.
 * @returns The exit code: 0, or 2 for what the user can correct, 130 and 143 after SIGINT and SIGTERM, 1 for a
 * bug of RNNLab.
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const program = createProgram();
    if (args.length === 0) {
      program.outputHelp();
      return 0;
    }
    // Only the help of this command has to know the recipes before it is called.
    if (commandOf(args) === 'train') await loadTrainHelp();
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return fail(error, args);
  }
}

function fail(thrown: unknown, args: readonly string[]): number {
  const error = thrown instanceof CommandLineError ? usageError(thrown.cause, thrown.command) : thrown;
  const { sentence, exitCode } = explain(error, commandOf(args));
  process.stderr.write(`${sentence}\n`);
  if (args.includes('--debug') && error instanceof Error && !(error instanceof Stopped)) {
    process.stderr.write(`${error.stack}\n`);
  }
  return exitCode;
}

/** The name of the command: the first argument that is not an option, as `--debug` may come first. */
const commandOf = (args: readonly string[]): string | undefined => args.find((one) => !one.startsWith('-'));

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;

/** Builds the command line with all commands. It neither ends the process nor writes an error. */
function createProgram(): Command {
  const program = new Command('rnnlab')
    .description(
      'Train, evaluate and sample recurrent neural networks (RNN, LSTM, GRU) and CNNs, and export them to one ONNX file.',
    )
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'show the help of a command')
    .helpCommand(false)
    .option('--debug', 'print the stack trace of an error')
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', () => `\n${firstSteps()}`);
  for (const add of commands) add(program);
  for (const command of [program, ...program.commands]) {
    command.exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      throw new CommandLineError(error, command);
    });
  }
  return program;
}

function firstSteps(): string {
  const rnnlab = programName();
  return `First steps:
  ${rnnlab} train names                      train a classifier on the built-in surnames
  ${rnnlab} train names --help               list the settings of that recipe
  ${rnnlab} predict runs/names-1 Kowalski    classify a text with the trained model
  ${rnnlab} doctor                           check the installation`;
}
