import type { InterruptedError, LabError } from '@rnnlab/lab';
import { hasCode, isRnnlabError, systemReason } from '@rnnlab/shared';
import { Stopped } from './stopped.js';

/** How an option of the lab's functions is given on the command line; settings of recipes are given by --set. */
const FLAGS: Readonly<Record<string, string>> = {
  data: '--data PATH',
  'dataset.path': '--data PATH',
  'dataset.folder': '--data PATH',
  engine: '--engine NAME',
  epochs: '--epochs N',
  jobs: '--jobs N',
  layers: '--layer NAME',
  only: '--only RECIPE',
  resume: '--resume',
  seed: '--seed N',
  seeds: '--seeds N',
  settings: '--set KEY=VALUE',
  threads: '--threads N',
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

/** The flag that gives what an error of the lab is about, if its sentence does not name it already. */
function flagHint(error: unknown, command: string | undefined): string {
  if (!hasCode(error, 'RNNLAB_LAB')) return '';
  const { option, message } = error as LabError;
  if (option === undefined) return '';
  const flag = option === 'out' ? (command === 'reproduce' ? '--out DIR' : '--run DIR') : FLAGS[option];
  const given = flag ?? `--set ${option}=VALUE`;
  return message.includes(given.split(' ')[0]!) ? '' : ` (${given})`;
}

export const isInterrupted = (error: unknown): error is InterruptedError =>
  hasCode(error, 'RNNLAB_INTERRUPTED');
