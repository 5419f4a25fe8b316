import { InferenceError, reasonOf, shorten } from './error.js';
import { readModelFile } from './file/model-file.js';
import { type ModelSource, nameOf, readBytes } from './file/read-bytes.js';
import { onnxruntimeNode } from './runtimes/onnxruntime-node.js';
import { type TextClassifier, textClassifier } from './tasks/text-classifier.js';

export interface LoadOptions {
  /** Threads inside an operator; 1 by default. */
  threads?: number;
}

/**
 * Loads a model file that `rnnlab export` made. It needs nothing but that file, and the package
 * `onnxruntime-node`.
 *
 * @param source - A path, a `file:` URL, or the bytes of the file.
 * @throws InferenceError if there is no such file, if it is not an RNNLab model file, is damaged or newer than
 * this package, or if `onnxruntime-node` is not installed
 * @example
 * const model = await loadModel('names.onnx');
 * const [prediction] = await model.predict(['Nakamura']);
 * prediction.classes[0]; // { label: 'Japanese', probability: 0.99 }
 * await model.close();
 */
export async function loadModel(
  source: ModelSource,
  { threads = 1 }: LoadOptions = {},
): Promise<TextClassifier> {
  const name = nameOf(source);
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > 1024) {
    throw new InferenceError(
      `Option threads must be an integer from 1 to 1024; received ${shorten(threads)}.`,
    );
  }
  const bytes = await loading(name, () => readBytes(source));
  const file = await loading(name, () => readModelFile(bytes));
  const runtime = await onnxruntimeNode();
  return loading(name, async () => {
    const session = await runtime.open(bytes, threads);
    try {
      return await textClassifier(file, session);
    } catch (error) {
      await session.close();
      throw error;
    }
  });
}

/** Does a part of the loading; whatever goes wrong is told as one sentence about the file. */
async function loading<T>(name: string, part: () => T | Promise<T>): Promise<T> {
  try {
    return await part();
  } catch (error) {
    throw new InferenceError(`Cannot load ${name}: ${reasonOf(error)}.`, { cause: error });
  }
}
