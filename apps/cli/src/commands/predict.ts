import type { Prediction, TextClassifier } from '@rnnlab/inference';
import { checkValue, share, wholeNumber } from '@rnnlab/shared';
import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { createOutput, type Output, table } from '../terminal.js';
import { JSON_OPTION, programName, typedNumber } from './command.js';
import { openModel } from './open-model.js';

export function addPredict(program: Command): void {
  program
    .command('predict')
    .summary('classify texts with an exported model')
    .description(
      'Predicts the class of each text, with probabilities. A model file is self-contained: it needs no run and no dataset.',
    )
    .argument('<model>', 'a run directory or an ONNX file of a run')
    .argument('<text...>', 'the texts to classify; quote those with spaces')
    .option('--top <k>', 'show the k most probable classes of each text', '3')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      () => `\nExamples:\n  ${programName()} predict runs/names-1 Kowalski Hernández Nilsson
  ${programName()} predict model.onnx Yamamoto --top 1 --json`,
    )
    .action(predict);
}

async function predict(
  path: string,
  texts: readonly string[],
  options: { top: string; json?: boolean },
): Promise<void> {
  const output = createOutput(options.json === true);
  const top = typedNumber(options.top);
  checkValue('--top', top, wholeNumber(1), UsageError);
  const { file, model } = await openModel(path, 'text');
  try {
    const problems = texts.map((text, k) => problemOf(model, text, k));
    const readable = texts.filter((_, k) => problems[k] === undefined);
    if (readable.length > 0) {
      const predictions = await model.predict(readable, { top });
      print(output, predictions);
      output.result({ model: file, title: model.title, predictions });
    }
    // The others are predicted all the same.
    const problem = problems.find((sentence) => sentence !== undefined);
    if (problem !== undefined) throw new UsageError(problem);
  } finally {
    await model.close();
  }
}

/** The reason why the model cannot classify a text, if there is one. */
function problemOf({ tokenizer }: TextClassifier, text: string, index: number): string | undefined {
  if (text.trim() === '') return `Text ${index + 1} to predict is empty: expected at least one character.`;
  const { encode, unknownId, padId } = tokenizer;
  if (encode(text).some((id) => id !== unknownId && id !== padId)) return undefined;
  const unknown = tokenizer.unknowns(text).slice(0, 8).join(' ');
  return `The model knows nothing of the text "${text.slice(0, 40)}": ${unknown || 'its characters'} did not occur in the texts it was trained on.`;
}

function print(output: Output, predictions: readonly Prediction[]): void {
  const { dim, bold, yellow } = output.colors;
  const [header, ...lines] = table(
    [{ header: 'text' }, { header: 'probability', align: 'right' }, { header: 'class' }],
    predictions.flatMap(({ text, classes }) =>
      classes.map(({ label, probability }, k) => [k === 0 ? text : '', share(probability), label]),
    ),
  );
  output.line(dim(header!));
  let row = 0;
  for (const { classes } of predictions) {
    classes.forEach((_, k) => {
      const line = lines[row++]!;
      output.line(k === 0 ? bold(line) : dim(line));
    });
  }
  for (const { text, unknown } of predictions) {
    if (unknown.length > 0)
      output.line(
        yellow(`"${text}" was read without ${unknown.join(' ')}: not in the vocabulary of the model.`),
      );
  }
}
