import { type Evaluation, languageRows, openRun, type Run, tokenUnit } from '@rnnlab/lab';
import { count, plural, share } from '@rnnlab/shared';
import { createOutput } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';

/** `rnnlab eval`. */
export async function evaluateRun(
  path: string,
  { data, json = false }: { data?: string; json?: boolean },
): Promise<void> {
  const output = createOutput(json);
  const run = await openRun(path);
  const { settings } = run.config;
  const evaluation = await run.evaluate({ data });
  const { epoch, labels, baseline, test } = evaluation;
  const counted = test.language ? `${tokenUnit(settings)}s` : 'examples';
  output.line(
    `${output.colors.bold(path)}, parameters of epoch ${epoch}, ${count(test.count)} test ${counted}`,
  );
  const columns = [{ header: '' }, { header: '', align: 'right' as const }, { header: '' }];
  for (const line of table(columns, rowsOf(evaluation, run)).slice(1)) output.line(`  ${line}`);
  output.result({ run: path, split: settings.split?.by, epoch, labels, baseline, test });
}

/** Each number with its name and what it means. */
function rowsOf({ test, baseline }: Evaluation, { config }: Run): string[][] {
  if (test.language) {
    return languageRows(test, config.settings).map(({ name, value, format, note }) => [
      name,
      format === 'percent' ? share(value) : value.toFixed(4),
      note,
    ]);
  }
  const [low, high] = test.interval;
  return [
    ['accuracy', share(test.accuracy), `95 % interval ${share(low)} to ${share(high)}`],
    ...(baseline ? [['baseline', share(baseline.accuracy), `always saying “${baseline.label}”`]] : []),
    ...(test.macroF1 === undefined ? [] : [['macro F1', share(test.macroF1), 'every class counts the same']]),
    ...(test.top3 === undefined ? [] : [['top-3', share(test.top3), 'the label is among three']]),
    ...(test.lengths ?? []).map(({ length, bits, exact }) => [
      plural(length, 'bit'),
      share(bits),
      `${share(exact)} of the sums are right in every bit`,
    ]),
    ['loss', test.loss.toFixed(4), baseline ? 'nats per example' : 'mean per bit'],
  ];
}
