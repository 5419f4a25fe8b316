import type { InterruptedError, LabError } from '@rnnlab/lab';
import { hasCode, isRnnlabError, RnnlabError, suggestion, systemReason } from '@rnnlab/shared';
import type { Command, CommanderError } from 'commander';
import { Stopped } from './signals.js';

/** A mistake on the command line. The message is one sentence. */
export class UsageError extends RnnlabError {
  override readonly name = 'UsageError';
  override readonly code = 'RNNLAB_USAGE';
}

/** The command-line option for an option of the lab's functions; settings of recipes are changed by --set. */
const FLAGS: Readonly<Record<string, string>> = {
  data: '--data',
  'dataset.path': '--data',
  'dataset.folder': '--data',
  engine: '--engine',
  epochs: '--epochs',
  jobs: '--jobs',
  layers: '--layer',
  only: '--only',
  resume: '--resume',
  seed: '--seed',
  seeds: '--seeds',
  settings: '--set key=value; train RECIPE --help lists all',
  threads: '--threads',
};

/** The error message of an error and the exit code: 2 for what the user can correct, 1 for a bug of RNNLab. */
export function explain(error: unknown, command?: string): { sentence: string; exitCode: number } {
  const { message = String(error) } = error as Partial<Error>;
  const oneLine = message.replace(/\s*\n\s*/g, ' ');
  if (error instanceof Stopped) return { sentence: oneLine, exitCode: error.exitCode };
  if (isRnnlabError(error))
    return { sentence: oneLine.replace(/\.$/, `${flagHint(error, command)}.`), exitCode: 2 };
  const reason = systemReason(error);
  if (reason !== undefined) {
    const { path = 'a file' } = error as NodeJS.ErrnoException;
    return { sentence: `Cannot use ${path}: ${reason}.`, exitCode: 2 };
  }
  return {
    sentence: `Unexpected error: ${oneLine.replace(/\.$/, '')}; run it again with --debug to see where.`,
    exitCode: 1,
  };
}

/** The command-line option for the option or setting that an error of the lab is about. */
function flagHint(error: unknown, command: string | undefined): string {
  if (!hasCode(error, 'RNNLAB_LAB')) return '';
  const { option } = error as LabError;
  if (option === undefined) return '';
  const flag = option === 'out' ? (command === 'reproduce' ? '--out' : '--run') : FLAGS[option];
  return ` (${flag ?? `--set ${option}=…`})`;
}

/** Tells whether an error is that of an interrupted training. */
export const isInterrupted = (error: unknown): error is InterruptedError =>
  hasCode(error, 'RNNLAB_INTERRUPTED');

/** A parse error of commander, and the command that it is about. */
export class CommandLineError extends Error {
  constructor(
    override readonly cause: CommanderError,
    readonly command: Command,
  ) {
    super(cause.message);
  }
}

const quoted = (message: string): string => /'([^']*)'/.exec(message)?.[1] ?? '';

/** A parse error of commander as one sentence that names the nearest option or command. */
export function usageError(error: CommanderError, command: Command): UsageError {
  const { code, message } = error;
  const path = commandPath(command);
  const help = `\`${path} --help\` shows how it is used`;
  switch (code) {
    case 'commander.unknownCommand': {
      const name = quoted(message);
      return new UsageError(
        `There is no command "${name}"${suggestion(
          name,
          command.commands.map((c) => c.name()),
        )}.`,
      );
    }
    case 'commander.unknownOption': {
      const name = quoted(message);
      const known = options(command);
      const hint = suggestion(name, known);
      return new UsageError(`${path} has no option ${name}${hint === '' ? '' : hint.replaceAll('"', '')}.`);
    }
    case 'commander.missingArgument':
      return new UsageError(`${path} needs ${argumentText(command, quoted(message))}; ${help}.`);
    case 'commander.optionMissingArgument':
      return new UsageError(`The option ${quoted(message)} needs a value; ${help}.`);
    case 'commander.excessArguments':
      return new UsageError(
        `${path} was given too many arguments: ${command.args.join(' ').slice(0, 60)}; ${help}.`,
      );
    default:
      return new UsageError(message.replace(/^error: /, '').replaceAll('\n', ' '));
  }
}

function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name();
}

const options = (command: Command): string[] =>
  [command, ...(command.parent ? [command.parent] : [])]
    .flatMap((one) => one.options.map(({ long }) => long ?? ''))
    .concat('--help')
    .filter(Boolean);

function argumentText(command: Command, name: string): string {
  const argument = command.registeredArguments.find((one) => one.name() === name);
  return argument ? `${name.toUpperCase()} (${argument.description})` : name;
}
