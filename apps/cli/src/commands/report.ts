import type { Command } from 'commander';
import { JSON_OPTION, programName } from './command.js';

export function addReport(program: Command): void {
  program
    .command('report')
    .summary('make the figures and report.html of a finished run again')
    .argument('<run>', 'a run directory')
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} report runs/names-1`)
    .action(async (path: string, options: { json?: boolean }) => {
      const { reportRun } = await import('./actions/report.js');
      await reportRun(path, options);
    });
}
