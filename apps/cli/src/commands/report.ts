import { join } from 'node:path';
import { shellWord } from '@rnnlab/shared';
import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { createOutput } from '../terminal.js';
import { JSON_OPTION, programName } from './command.js';

export function addReport(program: Command): void {
  program
    .command('report')
    .summary('redraw the figures and report.html of a finished run or of a reproduced suite')
    .argument('<run>', 'a run directory, or a folder with the results.json of a suite')
    .option('--data <path>', 'the path of the dataset, if it was moved since the training')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      () =>
        `\nExamples:\n  ${programName()} report runs/names-1\n  ${programName()} report experiments/results/recall`,
    )
    .action(report);
}

async function report(path: string, options: { data?: string; json?: boolean }): Promise<void> {
  const output = createOutput(options.json === true);
  const { drawSuite, hasSuiteResults, openRun } = await import('@rnnlab/lab');
  if (hasSuiteResults(path)) {
    for (const sentence of await drawSuite(path)) output.line(output.colors.yellow(sentence));
  } else {
    const run = await openRun(path);
    if (!(await run.isFinished())) {
      throw new UsageError(
        `The run in ${path} is not finished; resume it with: ` +
          `${programName()} train ${run.config.recipe} --run ${shellWord(path)} --resume`,
      );
    }
    await run.report({ data: options.data });
  }
  output.line(`Wrote ${join(path, 'report.html')} and the figures beside it.`);
  output.result({ path, report: join(path, 'report.html'), figures: join(path, 'figures') });
}
