import { UsageError } from '../../errors/usage-error.js';
import { writeReport } from '../../task/report.js';
import { dataOf, historyOf, openRun, resultOf } from '../../task/stored-run.js';
import { shellWord } from '../../terminal/format.js';
import { createOutput } from '../../terminal/output.js';
import { programName } from '../command.js';

/** `rnnlab report`. */
export async function reportRun(path: string, options: { json?: boolean }): Promise<void> {
  const output = createOutput(options.json === true);
  const stored = await openRun(path);
  const { run, config } = stored;
  const result = await resultOf(stored);
  if (!result) {
    throw new UsageError(
      `The run in ${path} is not finished; go on with: ` +
        `${programName()} train ${config.recipe} --run ${shellWord(path)} --resume`,
    );
  }
  const data = await dataOf(stored);
  const history = await historyOf(stored);
  await writeReport({ run, config, data, labels: data.labels, history, result });
  output.line(`Wrote ${run.file('report.html')} and the figures beside it.`);
  output.result({ run: path, report: run.file('report.html'), figures: run.file('figures') });
}
