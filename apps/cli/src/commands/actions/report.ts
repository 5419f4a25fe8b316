import { join } from 'node:path';
import { drawSuite, hasSuiteResults, openRun } from '@rnnlab/lab';
import { shellWord } from '@rnnlab/shared';
import { UsageError } from '../../errors/usage-error.js';
import { createOutput } from '../../terminal/output.js';
import { programName } from '../command.js';

/** `rnnlab report`. */
export async function report(path: string, options: { data?: string; json?: boolean }): Promise<void> {
  const output = createOutput(options.json === true);
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
