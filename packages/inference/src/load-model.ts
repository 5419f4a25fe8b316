import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { checkOptions, oneOf, reasonOf, shown, systemReason, wholeNumber } from '@rnnlab/shared';
import { InferenceError } from './error.js';
import { type ModelFile, readModelFile } from './file/model-file.js';
import { decodingGraph } from './language/decoding-graph.js';
import { type LanguageModel, openLanguageModel } from './language/language-model.js';
import { loadRuntime, type Session } from './session.js';
import { type ImageClassifier, imageClassifier } from './tasks/image-classifier.js';
import { type SequenceModel, sequenceModel } from './tasks/sequence-model.js';
import { type TextClassifier, textClassifier } from './tasks/text-classifier.js';

/** A loaded model, distinguished by `input`. */
export type Model =
  | TextClassifier
  | ImageClassifier
  | SequenceModel<'tokens'>
  | SequenceModel<'sequence'>
  | LanguageModel;

const INPUTS: readonly Model['input'][] = ['text', 'image', 'tokens', 'sequence', 'language'];

/** Options of loading a model file. */
export interface LoadOptions {
  /** The number of threads of an operator. Default: 1. */
  threads?: number;
  /** The required input of the model. Default: any. */
  input?: Model['input'];
}

/**
 * Loads a model file that `rnnlab export` made. It needs nothing but that file, and the package
 * `onnxruntime-node`.
 *
 * @param source - A path, a `file:` URL, or the bytes of the file.
 * @param options - `input: 'text'`, `'image'`, `'tokens'`, `'sequence'` or `'language'` refuses a file of another kind, and tells
 * TypeScript.
 * @throws {InferenceError} When there is no such file, if it is not an RNNLab model file, is damaged, newer than
 * this package or of another kind than asked for, or if `onnxruntime-node` is not installed
 * @example
 * const model = await loadModel('names.onnx', { input: 'text' });
 * const [prediction] = await model.predict(['Nakamura']);
 * prediction.classes[0]; // { label: 'Japanese', probability: 0.99 }
 * await model.close();
 */
export async function loadModel<Input extends Model['input'] = Model['input']>(
  source: ModelSource,
  options: LoadOptions & { input?: Input } = {},
): Promise<Extract<Model, { input: Input }>> {
  const name = nameOf(source);
  checkOptions('loadModel', options, { threads: wholeNumber(1, 1024), input: oneOf(INPUTS) }, InferenceError);
  const { threads = 1, input } = options;
  const bytes = await loading(name, () => readBytes(source));
  const file = await loading(name, () => readModelFile(bytes));
  if (input !== undefined && file.input !== input) {
    throw new InferenceError(
      `Cannot load ${name}: ${describe(file.input)}, expected ${input === 'language' ? 'a language model' : input}.`,
    );
  }
  const runtime = await loadRuntime();
  return loading(name, async () => {
    const session = await runtime.open(file.input === 'language' ? decodingGraph(file) : bytes, threads);
    try {
      return (await modelOf(file, session)) as Extract<Model, { input: Input }>;
    } catch (error) {
      await session.close();
      throw error;
    }
  });
}

const describe = (input: Model['input']): string =>
  input === 'language' ? 'it is a language model' : `the model reads ${input}`;

async function modelOf(file: ModelFile, session: Session): Promise<Model> {
  if (file.input === 'text') return textClassifier(file, session);
  if (file.input === 'image') return imageClassifier(file, session);
  if (file.input === 'language') return openLanguageModel(file, session);
  return (await sequenceModel(file, session)) as Model;
}

/** Runs a part of the loading; its errors become one sentence about the file. */
async function loading<T>(name: string, part: () => T | Promise<T>): Promise<T> {
  try {
    return await part();
  } catch (error) {
    throw new InferenceError(`Cannot load ${name}: ${inSentence(reasonOf(error))}.`, { cause: error });
  }
}

/** A sentence after a colon: its first word begins small, unless it is a name such as ONNX. */
const inSentence = (sentence: string): string =>
  /^[A-Z](?![A-Z])/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;

/** The source of a model file: a path, a `file:` URL, or the bytes themselves. */
export type ModelSource = string | URL | Uint8Array | ArrayBuffer;

/** The name of a source in error messages. @throws {InferenceError} When it is none. */
function nameOf(source: ModelSource): string {
  if (typeof source === 'string' && source !== '') return source;
  if (source instanceof URL && source.protocol === 'file:') return fileURLToPath(source);
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) return 'the given bytes';
  const received = source instanceof URL ? source.href : shown(source);
  throw new InferenceError(
    `loadModel takes a path, a file: URL or the bytes of a model file, received ${received}.`,
  );
}

/** The bytes of a source; those that are in memory are not copied. */
async function readBytes(source: ModelSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  try {
    return await readFile(source);
  } catch (error) {
    throw new InferenceError(systemReason(error) ?? `it cannot be read (${reasonOf(error)})`, {
      cause: error,
    });
  }
}
