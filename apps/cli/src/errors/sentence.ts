import type { InterruptedError, LabError } from '@rnnlab/lab';
import { hasCode, isRnnlabError, systemReason } from '@rnnlab/shared';
import { Stopped } from './stopped.js';

/** How an option of the lab's functions is given on the command line; settings of recipes are given by --set. */
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

/** What to tell the user of an error, and how to exit: 2 for what the user can put right, 1 for a fault of ours. */
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
    sentence: `RNNLab met an error it does not know: ${oneLine.replace(/\.$/, '')}; run it again with --debug to see where.`,
    exitCode: 1,
  };
}

/** The flag that gives what an error of the lab is about. */
function flagHint(error: unknown, command: string | undefined): string {
  if (!hasCode(error, 'RNNLAB_LAB')) return '';
  const { option } = error as LabError;
  if (option === undefined) return '';
  const flag = option === 'out' ? (command === 'reproduce' ? '--out' : '--run') : FLAGS[option];
  return ` (${flag ?? `--set ${option}=…`})`;
}

export const isInterrupted = (error: unknown): error is InterruptedError =>
  hasCode(error, 'RNNLAB_INTERRUPTED');
