import {
  type Config,
  changeSettings,
  languageRows,
  linesOf,
  type Result,
  type Run,
  type RunIntroduction,
  tokenUnit,
  trainArguments,
} from '@rnnlab/lab';
import { count, duration, plural, share, shellWord } from '@rnnlab/shared';
import { type Output, table } from '../terminal.js';
import { programName } from './command.js';

/** Characters that are shown of an example. */
const LONGEST = 60;

/** Prints the model, its size and the dataset, before the first epoch. */
export function printIntroduction(
  { line, colors: { bold } }: Output,
  { path, model, parameters, data, classes, parts, step }: RunIntroduction,
): void {
  line(
    `${bold(model)} with ${count(parameters)} parameters on ${bold(data.name)}: ${plural(data.examples, data.unit)}` +
      (classes > 0 ? ` of ${plural(classes, 'class', 'classes')}` : ''),
  );
  line(
    `${plural(parts.train, parts.unit)} for training, ${count(parts.validation)} for validation, ` +
      `${count(parts.test)} for the test; run ${path}`,
  );
  if (step !== undefined) line(`Resumed after step ${count(step)}.`);
  line();
}

/** Prints the results on the test set, some predictions, the files of the run and commands to try next. */
export function printResult(output: Output, run: Run, result: Result): void {
  const { config } = run;
  const { bold, dim, green, red } = output.colors;
  const { test, baseline, distinct, predictions } = result;
  const { unit } = result;
  const interval = ([low, high]: [number, number]): string => `95 % interval ${share(low)} to ${share(high)}`;
  output.line();
  if (test.language) printLanguage(output, config, result, unit);
  else
    output.line(
      `Test accuracy ${bold(green(share(test.accuracy)))} on ${plural(test.count, baseline ? unit : 'bit')} (${interval(test.interval)})` +
        (baseline ? `; always predicting “${baseline.label}” gives ${share(baseline.accuracy)}.` : '.'),
    );
  if (distinct) {
    output.line(
      `Distinct-${unit}s split: ${bold(share(distinct.accuracy))} (${interval(distinct.interval)}), ` +
        `no ${unit} of the test set was seen in training.`,
    );
  }
  for (const { length, bits, exact } of test.lengths ?? []) {
    if (![1, 5, 10, 20, 50, 100].includes(length)) continue;
    output.line(
      `${plural(length, 'bit')}: ${share(bits)} of the bits and ${share(exact)} of the whole sums are correct.`,
    );
  }
  if (baseline && test.accuracy <= baseline.accuracy) {
    output.line(red('The model does not beat the baseline: try a lower learning rate, or more epochs.'));
  }
  if (test.language) output.line();
  output.line(
    dim(
      `Parameters of epoch ${result.bestEpoch} of ${result.epochs}; trained in ${duration(result.seconds)} by ${result.engine}.`,
    ),
  );
  if (predictions.length > 0) {
    output.line();
    const by = config.settings.tokenizer ? ', predicted by the exported file' : '';
    output.line(`${plural(predictions.length, unit)} of the ${baseline ? 'test' : 'validation'} set${by}:`);
    const [header, ...rows] = table(
      [
        { header: unit },
        { header: 'label' },
        { header: 'predicted' },
        { header: 'probability', align: 'right' },
      ],
      predictions.map(({ text, label, predicted, probability }) => [
        text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
        label,
        predicted,
        probability === undefined ? '' : share(probability),
      ]),
    );
    output.line(dim(`  ${header}`));
    rows.forEach((row, k) => {
      const { label, predicted } = predictions[k]!;
      output.line(`  ${row}  ${label === predicted ? green('✓') : red('✗')}`);
    });
  }
  printFiles(output, run);
  printNext(output, run, result);
}

/** Prints loss, accuracy and perplexity of a language model, and sampled texts. */
function printLanguage(
  { line, colors: { bold, green, dim } }: Output,
  { settings }: Config,
  result: Result,
  unit: string,
): void {
  const { test, texts = [], novelty } = result;
  const rows = languageRows(test, settings).map(({ name, value, format, note }, k) => {
    const number = format === 'percent' ? share(value) : value.toFixed(4);
    return [name, k === 0 ? bold(green(number)) : number, dim(note)];
  });
  line(`On ${plural(test.count, tokenUnit(settings))} of the test set:`);
  const columns = [{ header: '' }, { header: '', align: 'right' as const }, { header: '' }];
  for (const row of table(columns, rows).slice(1)) line(`  ${row}`);
  if (novelty) {
    const written = plural(novelty.count, unit);
    line(`${share(novelty.share)} of ${written} sampled from it are not in the training set.`);
  }
  if (texts.length === 0) return;
  line();
  line(`Sampled from the exported file at temperature ${settings.samples!.temperature}:`);
  for (const text of linesOf(texts).flatMap((text) => text.split('\n'))) line(`  ${text}`);
}

function printFiles({ line, colors: { dim } }: Output, run: Run): void {
  const files: [string, string][] = [
    ['report.html', 'learning curves, results and settings on one page; open it in a browser'],
    ['model.onnx', 'the model with tokenizer and labels, self-contained'],
    ['figures/', 'the figures as SVG and PNG'],
    ['metrics.jsonl', 'loss and accuracy of every epoch'],
  ];
  line();
  line(`Saved in ${run.path}:`);
  for (const text of table(
    [{ header: '' }, { header: '' }],
    files.map(([name, what]) => [name, dim(what)]),
  ).slice(1)) {
    line(`  ${text}`);
  }
}

function printNext({ line }: Output, run: Run, result: Result): void {
  const { recipe, settings } = run.config;
  const rnnlab = programName();
  const isText = settings.tokenizer !== undefined && !result.test.language;
  const { model, learningRate } = settings;
  const other =
    'cell' in model
      ? `model.cell=${model.cell === 'gru' ? 'lstm' : 'gru'}`
      : `learningRate=${learningRate === 0.001 ? 0.0003 : 0.001}`;
  // The same settings otherwise.
  const again = trainArguments({ recipe, settings: changeSettings({ name: recipe, settings }, [other]) });
  const texts = result.predictions.slice(0, 2).map(({ text }) => shellWord(text));
  line();
  line('Try next:');
  if (result.test.language) line(`  ${rnnlab} sample ${shellWord(run.path)}`);
  if (isText) line(`  ${rnnlab} predict ${shellWord(run.file('model.onnx'))} ${texts.join(' ')}`);
  line(`  ${[rnnlab, ...again.map(shellWord)].join(' ')}`);
  line(`  ${rnnlab} train ${recipe} --help`);
}
