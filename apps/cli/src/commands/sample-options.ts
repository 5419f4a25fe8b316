import { UsageError } from '../errors.js';

/** The options of `rnnlab sample` as commander parses them. */
export interface SampleFlags {
  prompt?: string;
  each?: string;
  length: string;
  temperature?: string;
  topK?: string;
  topP?: string;
  minP?: string;
  greedy?: boolean;
  beam?: string;
  stop?: string[];
  n?: string;
  condition?: string;
  seed?: string;
  json?: boolean;
}

/** The checked options. */
export interface SampleOptions {
  prompts: string[];
  maxTokens: number;
  sampling: {
    temperature?: number;
    topK?: number;
    topP?: number;
    minP?: number;
    greedy?: boolean;
  };
  beam?: { width: number; n: number };
  stop: string[];
  condition?: string;
  seed: number;
}

/**
 * Checks the options.
 *
 * @throws {UsageError} When a value is out of range, and for two options that exclude each other.
 */
export function sampleOptions(flags: SampleFlags): SampleOptions {
  const { prompt, each, greedy, beam, condition } = flags;
  if (greedy) refuse(flags, '--greedy', 'takes the most probable token in every step', samplingOptions);
  if (beam !== undefined) {
    refuse(flags, '--beam', 'searches for the most probable text', [
      ...samplingOptions,
      'greedy',
      'seed',
      'each',
      'stop',
    ]);
  }
  if (each !== undefined) {
    refuse(flags, '--each', 'gives one text for each of its characters', ['prompt', 'n']);
    if (each === '') throw new UsageError('--each needs at least one character, received nothing.');
  }
  const stop = (flags.stop ?? []).map(unescaped);
  if (stop.includes('')) throw new UsageError('--stop needs at least one character, received nothing.');
  const n = whole('--n', flags.n ?? '1');
  if (greedy && n > 1) {
    throw new UsageError(`--greedy writes one text, always the same, received --n ${n}.`);
  }
  const share: Rule = { expected: 'above 0 and at most 1' };
  const above: Rule = {
    expected: 'a number above 0',
    hint: '; --greedy takes the most probable token in every step',
  };
  const isShare = (value: number) => value > 0 && value <= 1;
  const width = beam === undefined ? undefined : whole('--beam', beam);
  if (width !== undefined && n > width) {
    throw new UsageError(`A beam width of ${width} gives ${width} texts at most, received --n ${n}.`);
  }
  return {
    prompts: each !== undefined ? [...unescaped(each)] : Array<string>(n).fill(unescaped(prompt ?? '')),
    maxTokens: whole('--length', flags.length),
    sampling: greedy
      ? { greedy }
      : {
          ...(flags.temperature !== undefined && {
            temperature: number('--temperature', flags.temperature, (value) => value > 0, above),
          }),
          ...(flags.topK !== undefined && { topK: whole('--top-k', flags.topK) }),
          ...(flags.topP !== undefined && { topP: number('--top-p', flags.topP, isShare, share) }),
          ...(flags.minP !== undefined && { minP: number('--min-p', flags.minP, isShare, share) }),
        },
    ...(width !== undefined && { beam: { width, n } }),
    stop,
    ...(condition !== undefined && { condition }),
    seed:
      flags.seed === undefined
        ? Math.floor(Math.random() * 2 ** 31)
        : number('--seed', flags.seed, Number.isSafeInteger, { expected: 'a whole number' }),
  };
}

const samplingOptions = ['temperature', 'topK', 'topP', 'minP'] as const;

const optionOf = (key: keyof SampleFlags): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** @throws {UsageError} For the first of some options that was given. */
function refuse(
  flags: SampleFlags,
  option: string,
  does: string,
  others: readonly (keyof SampleFlags)[],
): void {
  const given = others.find((key) => flags[key] !== undefined);
  if (given) throw new UsageError(`${option} ${does}, so it cannot be combined with ${optionOf(given)}.`);
}

/** The range of a value, and a hint for the error message. */
interface Rule {
  expected: string;
  hint?: string;
}

function number(
  option: string,
  text: string,
  accepts: (value: number) => boolean,
  { expected, hint = '' }: Rule,
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && accepts(value)) return value;
  throw new UsageError(`${option} must be ${expected}, received "${text}"${hint}.`);
}

const whole = (option: string, text: string): number =>
  number(option, text, (value) => Number.isSafeInteger(value) && value >= 1, {
    expected: 'a whole number of at least 1',
  });

const escapes: Record<string, string> = { n: '\n', t: '\t', '\\': '\\' };

/** Replaces the escapes `\n` and `\t`, as not every shell can write a line break or a tab. */
const unescaped = (text: string): string =>
  text.replace(/\\([nt\\])/g, (_, letter: string) => escapes[letter]!);
