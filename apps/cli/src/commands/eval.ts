import type { Command } from 'commander';
import { JSON_OPTION, programName } from './command.js';

export function addEval(program: Command): void {
  program
    .command('eval')
    .summary('score the best parameters of a run on its test split again')
    .description(
      'Scores the best parameters of a run on its test split again. The data must be those it was trained on; ' +
        'a run that was interrupted can be scored too.',
    )
    .argument('<run>', 'a run directory')
    .option('--data <path>', 'where the data lie now, if they were moved since')
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} eval runs/names-1`)
    .action(async (path: string, options: { data?: string; json?: boolean }) => {
      const { evaluateRun } = await import('./actions/eval.js');
      await evaluateRun(path, options);
    });
}
