import type { Evaluation } from '@rnnlab/lab';
import { count, plural, share } from '@rnnlab/shared';
import type { Command } from 'commander';
import { createOutput, table } from '../terminal.js';
import { JSON_OPTION, programName } from './command.js';

export function addEval(program: Command): void {
  program
    .command('eval')
    .summary('evaluate the best weights of a run on its test set')
    .description(
      'Evaluates the best weights of a run on its test set: loss, accuracy, macro F1, or the perplexity of a language ' +
        'model. The dataset must be the one it was trained on; an interrupted run can be evaluated, too.',
    )
    .argument('<run>', 'a run directory')
    .option('--data <path>', 'the path of the dataset, if it was moved since the training')
    .option(...JSON_OPTION)
    .addHelpText('after', () => `\nExample:\n  ${programName()} eval runs/names-1`)
    .action(evaluate);
}

async function evaluate(
  path: string,
  { data, json = false }: { data?: string; json?: boolean },
): Promise<void> {
  const output = createOutput(json);
  const { languageRows, openRun, tokenUnit } = await import('@rnnlab/lab');
  const run = await openRun(path);
  const { settings } = run.config;
  const evaluation = await run.evaluate({ data });
  const { epoch, labels, baseline, test } = evaluation;
  const counted = test.language ? `${tokenUnit(settings)}s` : 'examples';
  output.line(
    `${output.colors.bold(path)}, parameters of epoch ${epoch}, ${count(test.count)} test ${counted}`,
  );
  const columns = [{ header: '' }, { header: '', align: 'right' as const }, { header: '' }];
  const rows = test.language
    ? languageRows(test, settings).map(({ name, value, format, note }) => [
        name,
        format === 'percent' ? share(value) : value.toFixed(4),
        note,
      ])
    : metricRows(evaluation);
  for (const line of table(columns, rows).slice(1)) output.line(`  ${line}`);
  output.result({ run: path, split: settings.split?.by, epoch, labels, baseline, test });
}

/** Each metric with its name and what it means. */
function metricRows({ test, baseline }: Evaluation): string[][] {
  const [low, high] = test.interval;
  return [
    ['accuracy', share(test.accuracy), `95 % interval ${share(low)} to ${share(high)}`],
    ...(baseline ? [['baseline', share(baseline.accuracy), `always predicting “${baseline.label}”`]] : []),
    ...(test.macroF1 === undefined
      ? []
      : [['macro F1', share(test.macroF1), 'unweighted mean over the classes']]),
    ...(test.top3 === undefined
      ? []
      : [['top-3', share(test.top3), 'the true label is among the three likeliest']]),
    ...(test.lengths ?? []).map(({ length, bits, exact }) => [
      plural(length, 'bit'),
      share(bits),
      `${share(exact)} of the sums are right in every bit`,
    ]),
    [
      'loss',
      test.loss.toFixed(4),
      baseline ? 'cross-entropy in nats, mean over the examples' : 'mean over the bits',
    ],
  ];
}
