import { parseArgs } from 'node:util';
import { suggestion } from '@rnnlab/shared';
import { type Case, cases } from './cases.js';
import { CHECKED_STEPS } from './comparison.js';

/** The error for wrong usage. Its message is one sentence. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const peers = ['torch', 'tfjs'] as const;
/** A library that is timed beside ours. */
export type PeerName = (typeof peers)[number];

/** The parsed command line. */
export interface Arguments {
  /** The mode; `bench` times cases. */
  mode: 'bench' | 'list' | 'agree' | 'memory' | 'jitter' | 'generate' | 'help';
  cases: readonly Case[];
  peers: PeerName[];
  json: boolean;
  /** Timed blocks of each engine. */
  rounds: number;
  /** Approximate length of a block. */
  seconds: number;
  /** Seconds within which a peer must have taken its first steps; PyTorch for each of its settings. */
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

/** The options that each mode takes. */
const optionsOfMode = {
  list: [],
  agree: ['json'],
  memory: ['json'],
  jitter: ['json', 'case', 'seconds'],
  generate: ['json', 'peer', 'rounds', 'seconds'],
  help: [],
};

/** The text of `--help`. */
export const help = `Times a training step of the experiments' models: npm run bench -- [options]

  --list           the cases, and the experiments that they represent
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
 * @param args - The arguments of the command line.
 * @throws {UsageError} For an unknown option, case or peer, with the nearest known one, or a bad value.
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
      (name) => name !== mode && !(optionsOfMode[mode] as string[]).includes(name),
    );
    if (other) throw new UsageError(`The option --${mode} does not go with --${other}.`);
  }
  const askedPeers = ((values.peer ?? []) as string[]).map((name) => one('peer', name, peers));
  if (mode === 'generate' && askedPeers.includes('tfjs')) {
    throw new UsageError('Generation is timed beside torch only, not beside tfjs.');
  }
  const askedCases = (values.case ?? []) as string[];
  if (positionals.length > 0 && askedCases.length === 0) {
    throw new UsageError(`"${positionals[0]}" is no option: choose cases with --case NAME.`);
  }
  const chosen = [...askedCases, ...positionals].map((name) =>
    one(
      'case',
      name,
      cases.map((c) => c.name),
    ),
  );
  return {
    mode,
    cases: chosen.length > 0 ? cases.filter(({ name }) => chosen.includes(name)) : cases,
    peers: peers.filter((name) => askedPeers.includes(name)),
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
