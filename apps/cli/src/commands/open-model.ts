import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '@rnnlab/inference';
import { shellWord } from '@rnnlab/shared';
import { UsageError } from '../errors.js';
import { programName } from './command.js';

const kinds: Readonly<Record<Model['input'], string>> = {
  text: 'a text classifier',
  image: 'an image classifier',
  tokens: 'a model of token sequences',
  sequence: 'a model of vector sequences',
  language: 'a language model',
};

/** The command for a model of some kinds. */
const commands: Partial<Record<Model['input'], (path: string) => string>> = {
  text: (path) => `predict ${path} TEXT`,
  language: (path) => `sample ${path}`,
};

/**
 * Loads the model of a run, or a model file, for a command that takes one kind of model.
 *
 * @throws {UsageError} When it is of another kind, with the command for that.
 */
export async function openModel<Input extends Model['input']>(
  path: string,
  input: Input,
): Promise<{ file: string; model: Extract<Model, { input: Input }> }> {
  const file = modelFile(path);
  const { loadModel } = await import('@rnnlab/inference');
  const model = await loadModel(file);
  if (model.input === input) return { file, model: model as Extract<Model, { input: Input }> };
  await model.close();
  const command = commands[model.input]?.(shellWord(path));
  throw new UsageError(
    `${file} is ${kinds[model.input]}, expected ${kinds[input]}${command ? `; use it with: ${programName()} ${command}` : '.'}`,
  );
}

/**
 * Finds the model file of a path: the file itself, or model.onnx of a run directory.
 *
 * @throws {UsageError} When there is none.
 */
function modelFile(path: string): string {
  if (!existsSync(path)) throw new UsageError(`There is no run or model file ${path}.`);
  if (!statSync(path).isDirectory()) return path;
  const file = join(path, 'model.onnx');
  if (!existsSync(file)) {
    throw new UsageError(
      `There is no model.onnx in ${path}: if it is a run directory, \`${programName()} export ${path}\` makes one from its checkpoint.`,
    );
  }
  return file;
}
