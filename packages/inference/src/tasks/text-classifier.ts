import { pad, type Tokenizer } from '@rnnlab/tokenizers';
import { InferenceError, reasonOf, shorten } from '../error.js';
import type { ModelFile } from '../file/model-file.js';
import type { Session } from '../runtimes/runtime.js';
import { batchesOf } from './batches.js';
import { encodeTexts } from './encode-texts.js';

export interface PredictOptions {
  /** How many classes to give for each text, the likeliest first; 3 by default. */
  top?: number;
}

export interface ClassProbability {
  label: string;
  /** From 0 to 1. */
  probability: number;
}

/** What a model says of one text. */
export interface Prediction {
  text: string;
  /** The likeliest classes, best first. */
  classes: ClassProbability[];
  /** What the model did not see of the text, as it is not in its vocabulary: each once. */
  unknown: string[];
}

/** A loaded model that names the class of a text. */
export interface TextClassifier {
  /** Names of the classes, in the order of {@link TextClassifier.probabilities}. */
  readonly labels: readonly string[];
  readonly title: string;
  /** Where the model is from: dataset, split, seed, test accuracy and the like. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly tokenizer: Tokenizer;
  /**
   * The likeliest classes of each text, in the order given. How texts are grouped makes no difference.
   *
   * @throws InferenceError if a text is empty or has nothing that the model knows, and after `close`
   */
  predict(texts: readonly string[], options?: PredictOptions): Promise<Prediction[]>;
  /**
   * The probabilities of all classes for each text, `[classes]`, in the order given.
   *
   * @throws InferenceError as `predict` does
   */
  probabilities(texts: readonly string[]): Promise<Float32Array[]>;
  /** Gives back the memory of the model, after the predictions under way. */
  close(): Promise<void>;
}

/**
 * Makes a classifier of what a file holds and the session that runs it. One token is predicted, so that a
 * model that cannot work fails here.
 *
 * @throws InferenceError if it cannot
 */
export async function textClassifier(file: ModelFile, session: Session): Promise<TextClassifier> {
  const { labels, title, provenance, tokenizer } = file;
  const vocabulary = tokenizer.vocabulary.size;
  const running = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  async function run(sequences: readonly Int32Array[]): Promise<Float32Array[]> {
    const results = new Array<Float32Array>(sequences.length);
    const lengths = sequences.map((sequence) => sequence.length);
    for (const batch of batchesOf(lengths, vocabulary)) {
      const padded = pad(batch.map((k) => sequences[k]!));
      const values = await session.probabilities(padded).catch((error: unknown) => {
        throw new InferenceError(`ONNX Runtime cannot run the model: ${reasonOf(error)}.`, { cause: error });
      });
      checkProbabilities(values, batch.length, labels.length);
      for (const [row, k] of batch.entries()) {
        results[k] = values.slice(row * labels.length, (row + 1) * labels.length);
      }
    }
    return results;
  }

  // The last id: an embedding that is smaller than the vocabulary shows itself.
  await run([Int32Array.of(vocabulary - 1)]);

  async function probabilities(texts: readonly string[]): Promise<Float32Array[]> {
    if (closed) throw new InferenceError('The model is closed; load it again to predict.');
    const result = run(encodeTexts(tokenizer, texts));
    running.add(result);
    return result.finally(() => running.delete(result));
  }

  return {
    labels,
    title,
    provenance,
    tokenizer,
    probabilities,
    async predict(texts, { top = 3 } = {}) {
      if (!Number.isSafeInteger(top) || top < 1) {
        throw new InferenceError(`Option top must be an integer of at least 1; received ${shorten(top)}.`);
      }
      const asked = Array.isArray(texts) ? [...texts] : texts;
      const rows = await probabilities(asked);
      return rows.map((row, k) => ({
        text: asked[k]!,
        classes: rank(row, labels).slice(0, top),
        unknown: tokenizer.unknowns(asked[k]!),
      }));
    },
    close() {
      closed ??= Promise.allSettled(running).then(() => session.close());
      return closed;
    },
  };
}

const rank = (row: Float32Array, labels: readonly string[]): ClassProbability[] =>
  labels.map((label, k) => ({ label, probability: row[k]! })).sort((a, b) => b.probability - a.probability);

function checkProbabilities(values: Float32Array, rows: number, classes: number): void {
  if (values.length !== rows * classes) {
    throw new InferenceError(
      `ONNX Runtime gave ${values.length} probabilities, expected ${rows} × ${classes}: the file is damaged.`,
    );
  }
  if (!values.every(Number.isFinite)) {
    throw new InferenceError(
      'ONNX Runtime gave probabilities that are not numbers: the weights are damaged.',
    );
  }
}
