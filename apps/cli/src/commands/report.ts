import type { Command } from 'commander';
import { JSON_OPTION, programName } from './command.js';

export function addReport(program: Command): void {
  program
    .command('report')
    .summary('draw the figures and report.html of a finished run, or of a reproduced suite, again')
    .argument('<run>', 'a run directory, or a folder with the results.json of a suite')
    .option('--data <path>', 'where the data lie now, if they were moved since')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      () =>
        `\nExamples:\n  ${programName()} report runs/names-1\n  ${programName()} report experiments/results/recall`,
    )
    .action(async (path: string, options: { data?: string; json?: boolean }) => {
      const { report } = await import('./actions/report.js');
      await report(path, options);
    });
}
