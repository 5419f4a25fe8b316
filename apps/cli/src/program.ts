import { readFileSync } from 'node:fs';
import { Command, type CommanderError } from 'commander';
import { programName } from './commands/command.js';
import { commands } from './commands/index.js';

/** A complaint of commander, and the command it is about. */
export class CommandLineError extends Error {
  constructor(
    override readonly cause: CommanderError,
    readonly command: Command,
  ) {
    super(cause.message);
  }
}

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;

/** The command line with all commands. It never ends the process and never writes an error. */
export function createProgram(): Command {
  const program = new Command('rnnlab')
    .description('Train recurrent networks, look at what they do, and ship them as one ONNX file.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'show how a command is used')
    .helpCommand(false)
    .option('--debug', 'show where an error comes from')
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
  ${rnnlab} train names                      train on the surnames that are built in
  ${rnnlab} train names --help               every setting of that recipe
  ${rnnlab} predict runs/names-1 Kowalski    use what was trained
  ${rnnlab} doctor                           is everything there to train?`;
}
