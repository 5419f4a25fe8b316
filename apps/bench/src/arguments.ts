import { parseArgs } from 'node:util';
import { suggestion } from '@rnnlab/shared';
import { type Case, cases } from './cases/index.js';
import { CHECKED_STEPS } from './processes.js';
import { UsageError } from './usage-error.js';

export const peers = ['torch', 'tfjs'] as const;
export type PeerName = (typeof peers)[number];

/** What was asked for on the command line. */
export interface Arguments {
  /** What to do; `bench` is to time cases. */
  mode: 'bench' | 'list' | 'agree' | 'memory' | 'jitter' | 'generate' | 'help';
  cases: readonly Case[];
  peers: PeerName[];
  json: boolean;
  /** Timed blocks of each engine. */
  rounds: number;
  /** About how long a block is. */
  seconds: number;
  /** Seconds within which a peer must have taken its first steps; PyTorch each time that it is tried out. */
  patience: number;
}

const options = {
  list: { type: 'boolean' },
  agree: { type: 'boolean' },
  memory: { type: 'boolean' },
  jitter: { type: 'boolean' },
  generate: { type: 'boolean' },
  case: { type: 'string', multiple: true },
  peer: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  patience: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What each mode can be told besides. */
const companions = {
  list: [],
  agree: ['json'],
  memory: ['json'],
  jitter: ['json', 'case', 'seconds'],
  generate: ['json', 'peer', 'rounds', 'seconds'],
  help: [],
};

/** What `--help` prints. */
export const help = `Times a training step of the experiments' models: npm run bench -- [options]

  --list           the cases, and what they stand for
  --case NAME …    only these cases
  --peer NAME      time this one in turn with ours: ${peers.join(' or ')}; can be given twice
  --json           a line of JSON for each case and peer
  --rounds N       timed blocks of each engine, of which the median counts; default 7
  --seconds S      about how long a block is; default 1
  --patience S     give up a peer that has not taken its first ${CHECKED_STEPS} steps in S seconds; default 600
  --agree          compare 20 training steps with PyTorch, for many models and all optimizers
  --memory         watch the memory of long runs and of many trainers
  --jitter         see how late a timer is while a case trains for S seconds; default 10
  --generate       time how fast language models write; with --peer torch beside PyTorch`;

/**
 * Reads the command line.
 *
 * @param args - What follows the program's name.
 * @throws UsageError for what it does not know, with the nearest it does.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) {
      const known = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(`There is no option ${token.rawName}${suggestion(token.rawName, known)}.`);
    }
    const needsValue = options[token.name as keyof typeof options].type === 'string';
    if (needsValue && (!token.value || token.value.startsWith('--'))) {
      throw new UsageError(`The option ${token.rawName} needs a value.`);
    }
    if (!needsValue && token.value !== undefined) {
      throw new UsageError(`The option ${token.rawName} takes no value, received "${token.value}".`);
    }
  }
  const mode =
    (['help', 'list', 'agree', 'memory', 'jitter', 'generate'] as const).find((name) => values[name]) ??
    'bench';
  if (mode !== 'bench' && mode !== 'help') {
    const other = Object.keys(values).find(
      (name) => name !== mode && !(companions[mode] as string[]).includes(name),
    );
    if (other) throw new UsageError(`The option --${mode} does not go with --${other}.`);
  }
  const wanted = ((values.peer ?? []) as string[]).map((name) => one('peer', name, peers));
  if (mode === 'generate' && wanted.includes('tfjs')) {
    throw new UsageError('Generation is timed beside torch only, not beside tfjs.');
  }
  const given = (values.case ?? []) as string[];
  if (positionals.length > 0 && given.length === 0) {
    throw new UsageError(`"${positionals[0]}" is no option: choose cases with --case NAME.`);
  }
  const chosen = [...given, ...positionals].map((name) =>
    one(
      'case',
      name,
      cases.map((c) => c.name),
    ),
  );
  return {
    mode,
    cases: chosen.length > 0 ? cases.filter(({ name }) => chosen.includes(name)) : cases,
    peers: peers.filter((name) => wanted.includes(name)),
    json: values.json === true,
    rounds: number('rounds', values.rounds ?? '7', Number.isSafeInteger, 'a whole number above 0'),
    seconds: number(
      'seconds',
      values.seconds ?? (mode === 'jitter' ? '10' : '1'),
      Number.isFinite,
      'a number above 0',
    ),
    patience: number('patience', values.patience ?? '600', Number.isFinite, 'a number above 0'),
  };
}

function one<Name extends string>(what: string, name: string, names: readonly Name[]): Name {
  if (names.includes(name as Name)) return name as Name;
  throw new UsageError(`There is no ${what} "${name}"${suggestion(name, names)}.`);
}

function number(
  name: string,
  text: string | boolean | (string | boolean)[],
  accepts: (value: number) => boolean,
  expected: string,
): number {
  const value = Number(text);
  if (accepts(value) && value > 0) return value;
  throw new UsageError(`--${name} must be ${expected}, received "${text}".`);
}
