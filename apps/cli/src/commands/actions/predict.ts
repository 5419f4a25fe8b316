import type { Prediction, TextClassifier } from '@rnnlab/inference';
import { checkValue, share, wholeNumber } from '@rnnlab/shared';
import { UsageError } from '../../errors/usage-error.js';
import { createOutput, type Output } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';
import { typedNumber } from '../command.js';
import { openModel } from './open-model.js';

/** `rnnlab predict`. */
export async function predict(
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

/** Why the model cannot say anything of a text. */
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
      output.line(yellow(`"${text}" was read without ${unknown.join(' ')}, which the model does not know.`));
  }
}
