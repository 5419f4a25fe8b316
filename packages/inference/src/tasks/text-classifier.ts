import type { TextCard } from '@rnnlab/model-file';
import { shown } from '@rnnlab/shared';
import { pad, type Tokenizer } from '@rnnlab/tokenizers';
import { InferenceError } from '../error.js';
import type { TextFile } from '../file/model-file.js';
import { type Feed, guardSession, type Session } from '../session.js';
import { batchesByLength, runBatches } from './batches.js';
import {
  chooseLayers,
  type FeaturesOptions,
  type LayerOutputs,
  layerOutputsOf,
  outputNames,
} from './layer-outputs.js';
import { type ClassProbability, type PredictOptions, topClasses, topOption } from './top-classes.js';

/** The prediction for one text. */
export interface Prediction {
  text: string;
  /** The likeliest classes, best first. */
  classes: ClassProbability[];
  /** What the model did not see of the text, as it is not in its vocabulary: each once. */
  unknown: string[];
}

/** A loaded model that classifies a text. */
export interface TextClassifier {
  readonly input: 'text';
  /** Names of the classes, in the order of {@link TextClassifier.probabilities}. */
  readonly labels: readonly string[];
  readonly title: string;
  /** The origin of the model: dataset, split, seed, test accuracy and the like. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly tokenizer: Tokenizer;
  /** Names of the layers that {@link TextClassifier.features} gives. */
  readonly layers: readonly string[];
  /**
   * Predicts the likeliest classes of each text, in the order given. How texts are grouped makes no difference.
   *
   * @throws {InferenceError} When a text is empty or has nothing that the model knows, and after `close`
   */
  predict(texts: readonly string[], options?: PredictOptions): Promise<Prediction[]>;
  /**
   * Computes the probabilities of all classes for each text, `[classes]`, in the order given.
   *
   * @throws {InferenceError} As `predict` does.
   */
  probabilities(texts: readonly string[]): Promise<Float32Array[]>;
  /**
   * Computes the outputs of layers for each text: `[steps, features]` without padding, or `[features]` where no time is left.
   *
   * @throws {InferenceError} As `predict` does, and for a layer that the file does not give.
   */
  features(texts: readonly string[], options?: FeaturesOptions): Promise<LayerOutputs[]>;
  /** Releases the model after pending calls. */
  close(): Promise<void>;
}

/**
 * Makes a classifier of a file and the session that runs it. One token is predicted, so that a
 * model that does not work fails here. Longer texts are read as far as the model was trained to, or its steps are fixed.
 *
 * @throws {InferenceError} When it does not work.
 */
export async function textClassifier(file: TextFile, session: Session): Promise<TextClassifier> {
  const { input, labels, title, provenance, tokenizer, layers, steps, text } = file;
  const vocabulary = tokenizer.vocabulary.size;
  const guard = guardSession(session, labels.length);

  /** Runs batches of similar lengths; results come in the order of the sequences. */
  async function inBatches<R>(
    sequences: readonly Int32Array[],
    run: (feeds: Record<string, Feed>, lengths: Int32Array) => Promise<R[]>,
  ): Promise<R[]> {
    const sizes = sequences.map((sequence) => steps ?? sequence.length);
    return runBatches(batchesByLength(sizes, vocabulary), async (batch) => {
      const padded = pad(
        batch.map((k) => sequences[k]!),
        { ...(steps !== undefined && { length: steps }), padId: tokenizer.padId ?? 0 },
      );
      const feeds: Record<string, Feed> = {
        ids: { type: 'int32', data: padded.ids, dims: [padded.batch, padded.steps] },
        lengths: { type: 'int32', data: padded.lengths, dims: [padded.batch] },
      };
      return run(feeds, padded.lengths);
    });
  }

  const probabilitiesOf = (sequences: readonly Int32Array[]) =>
    inBatches(sequences, (feeds, lengths) => guard.probabilities(feeds, lengths.length));

  // The last id: an embedding that is smaller than the vocabulary shows itself.
  await probabilitiesOf([Int32Array.of(vocabulary - 1)]);

  /** The ids of texts, as the model was trained to read them. */
  const read = (texts: readonly string[]): Int32Array[] =>
    encodeTexts(tokenizer, texts).map((ids) => asTrained(ids, text, tokenizer.padId ?? 0));

  const probabilities = (texts: readonly string[]) =>
    guard.whileOpen(async () => probabilitiesOf(read(texts)));

  return {
    input,
    labels,
    title,
    provenance,
    tokenizer,
    layers: layers.map(({ name }) => name),
    probabilities,
    async predict(texts, options) {
      const top = topOption(options);
      const asked = Array.isArray(texts) ? [...texts] : texts;
      const rows = await probabilities(asked);
      return rows.map((row, k) => ({
        text: asked[k]!,
        classes: topClasses(row, labels, top),
        unknown: tokenizer.unknowns(asked[k]!),
      }));
    },
    async features(texts, options) {
      const chosen = chooseLayers(layers, options);
      return guard.whileOpen(async () =>
        inBatches(read(texts), async (feeds, lengths) => {
          const results = await guard.run(feeds, outputNames(chosen));
          return Array.from(lengths, (length, row) => layerOutputsOf(results, chosen, row, length));
        }),
      );
    },
    close: guard.close,
  };
}

function asTrained(ids: Int32Array, { maxLength, padding }: TextCard, padId: number): Int32Array {
  return padding ? pad([ids], { length: maxLength, padId }).ids : ids.subarray(0, maxLength);
}

/**
 * The ids of some texts.
 *
 * @throws {InferenceError} For a value that is not an array of strings, and for a text without any token that the
 * model knows: it has nothing to predict from
 */
function encodeTexts(tokenizer: Tokenizer, texts: readonly string[]): Int32Array[] {
  if (!Array.isArray(texts)) {
    throw new InferenceError(`Texts must be an array of strings, received ${shown(texts)}.`);
  }
  // Array.from, as map would skip the holes of a sparse array.
  return Array.from(texts as readonly unknown[], (text, k) => {
    if (typeof text !== 'string') {
      throw new InferenceError(`texts[${k}] must be a string, received ${shown(text)}.`);
    }
    if (text === '') throw new InferenceError(`texts[${k}] is empty, expected at least one character.`);
    const ids = tokenizer.encode(text);
    if (ids.every((id) => id === tokenizer.unknownId || id === tokenizer.padId)) {
      throw new InferenceError(nothingKnown(tokenizer, text, k));
    }
    return ids;
  });
}

function nothingKnown(tokenizer: Tokenizer, text: string, k: number): string {
  const unknown = tokenizer.unknowns(text);
  const start = `texts[${k}] (${shown(text, 40)}) has nothing that the model knows`;
  if (unknown.length === 0) return `${start}.`;
  const listed = unknown.slice(0, 10).map((token) => shown(token, 20));
  return `${start}: ${listed.join(', ')}${unknown.length > 10 ? ', …' : ''} ${unknown.length > 1 ? 'are' : 'is'} not in its vocabulary.`;
}
