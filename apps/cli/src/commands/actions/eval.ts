import { majority, scorePart } from '../../task/score.js';
import { bestParameters, openRun, preparedOf } from '../../task/stored-run.js';
import { count, share } from '../../terminal/format.js';
import { createOutput } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';

/** `rnnlab eval`. */
export async function evaluateRun(path: string, { json = false }: { json?: boolean }): Promise<void> {
  const output = createOutput(json);
  const stored = await openRun(path);
  const { config, run } = stored;
  const checkpoint = await run.restore(config.spec);
  const { parts, labels } = await preparedOf(stored);
  const test = await scorePart(config.spec, bestParameters(checkpoint), parts.test, labels.length);
  const baseline = majority(parts.train, parts.test, labels);
  const epoch = checkpoint.progress.best?.epoch ?? 0;
  const [low, high] = test.interval;

  output.line(
    `${output.colours.bold(path)}, parameters of epoch ${epoch}, ${count(test.count)} test examples`,
  );
  const rows = [
    ['accuracy', share(test.accuracy), `95 % interval ${share(low)} to ${share(high)}`],
    ['baseline', share(baseline.accuracy), `always saying “${baseline.label}”`],
    ['macro F1', share(test.macroF1), 'every class counts the same'],
    ...(test.top3 === undefined ? [] : [['top-3', share(test.top3), 'the truth is among three']]),
    ['loss', test.loss.toFixed(4), 'nats per example'],
  ];
  const columns = [{ header: '' }, { header: '', align: 'right' as const }, { header: '' }];
  for (const line of table(columns, rows).slice(1)) output.line(`  ${line}`);
  output.result({ run: path, split: config.settings.split.by, epoch, labels, baseline, test });
}
