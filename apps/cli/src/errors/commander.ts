import { suggestion } from '@rnnlab/shared';
import type { Command, CommanderError } from 'commander';
import { UsageError } from './usage-error.js';

const quoted = (message: string): string => /'([^']*)'/.exec(message)?.[1] ?? '';

/** A complaint of commander as one sentence that names the nearest option or command. */
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

export function commandPath(command: Command): string {
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
