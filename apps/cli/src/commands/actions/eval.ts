import { engineOf } from '../../task/engine-of.js';
import { languageRows, tokenUnit } from '../../task/language-rows.js';
import { bestParameters, openRun, preparedOf } from '../../task/stored-run.js';
import { majority } from '../../tasks/class-scores.js';
import { taskOf } from '../../tasks/index.js';
import { count, plural, share } from '../../terminal/format.js';
import { createOutput } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';

/** `rnnlab eval`. */
export async function evaluateRun(path: string, { json = false }: { json?: boolean }): Promise<void> {
  const output = createOutput(json);
  const stored = await openRun(path);
  const { config, run } = stored;
  const checkpoint = await run.restore(config.spec);
  const prepared = await preparedOf(stored);
  const { parts, labels } = prepared;
  const trained = { parameters: bestParameters(checkpoint), engine: engineOf(config) };
  const test = await taskOf(config.settings).score(prepared, parts.test, trained);
  const baseline = labels.length > 0 ? majority(parts.train, parts.test, labels) : undefined;
  const epoch = checkpoint.progress.best?.epoch ?? 0;
  const [low, high] = test.interval;

  output.line(
    `${output.colors.bold(path)}, parameters of epoch ${epoch}, ${count(test.count)} test ${test.language ? `${tokenUnit(config.settings)}s` : 'examples'}`,
  );
  const rows = test.language
    ? languageRows(test, config.settings).map(({ name, value, format, note }) => [
        name,
        format === 'percent' ? share(value) : value.toFixed(4),
        note,
      ])
    : [
        ['accuracy', share(test.accuracy), `95 % interval ${share(low)} to ${share(high)}`],
        ...(baseline ? [['baseline', share(baseline.accuracy), `always saying “${baseline.label}”`]] : []),
        ...(test.macroF1 === undefined
          ? []
          : [['macro F1', share(test.macroF1), 'every class counts the same']]),
        ...(test.top3 === undefined ? [] : [['top-3', share(test.top3), 'the truth is among three']]),
        ...(test.lengths ?? []).map(({ length, bits, exact }) => [
          plural(length, 'bit'),
          share(bits),
          `${share(exact)} of the sums are right in every bit`,
        ]),
        ['loss', test.loss.toFixed(4), baseline ? 'nats per example' : 'mean per bit'],
      ];
  const columns = [{ header: '' }, { header: '', align: 'right' as const }, { header: '' }];
  for (const line of table(columns, rows).slice(1)) output.line(`  ${line}`);
  output.result({ run: path, split: config.settings.split?.by, epoch, labels, baseline, test });
}
