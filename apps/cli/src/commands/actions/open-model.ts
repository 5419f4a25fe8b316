import { loadModel, type Model } from '@rnnlab/inference';
import { shellWord } from '@rnnlab/shared';
import { UsageError } from '../../errors/usage-error.js';
import { programName } from '../command.js';
import { modelFile } from './model-file.js';

const kinds: Readonly<Record<Model['input'], string>> = {
  text: 'a classifier of texts',
  image: 'a classifier of images',
  tokens: 'a model of tokens',
  sequence: 'a model of sequences',
  language: 'a language model',
};

/** What is typed for a model of some kinds. */
const commands: Partial<Record<Model['input'], (path: string) => string>> = {
  text: (path) => `predict ${path} TEXT`,
  language: (path) => `sample ${path}`,
};

/**
 * Loads the model of a run, or a model file, for a command that is for one kind of them.
 *
 * @throws UsageError if it is of another kind, with the command for that.
 */
export async function openModel<Input extends Model['input']>(
  path: string,
  input: Input,
): Promise<{ file: string; model: Extract<Model, { input: Input }> }> {
  const file = modelFile(path);
  const model = await loadModel(file);
  if (model.input === input) return { file, model: model as Extract<Model, { input: Input }> };
  await model.close();
  const command = commands[model.input]?.(shellWord(path));
  throw new UsageError(
    `${file} is ${kinds[model.input]}, expected ${kinds[input]}${command ? `; for this one: ${programName()} ${command}` : '.'}`,
  );
}
