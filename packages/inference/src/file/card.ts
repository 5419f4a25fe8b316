import { InferenceError, reasonOf, shorten } from '../error.js';
import { type ImageCard, readImageCard } from './image-card.js';
import { type LanguageCard, readLanguageCard } from './language-card.js';
import { readTextCard, type TextCard } from './text-card.js';

/** The newest format of the file's metadata that this package reads. */
export const FORMAT = 1;

/** What a model file says of itself, whatever it reads. */
interface CommonCard {
  /** Names of the classes, in the order of the model's outputs; of a model that labels steps there may be none. */
  labels: readonly string[];
  title: string;
  /** Where the model is from: dataset, split, seed, test accuracy and the like, as the exporter wrote it. */
  provenance: Readonly<Record<string, unknown>>;
}

/** What a model file says of itself. */
export type ModelCard = CommonCard &
  (
    | { input: 'text'; text: TextCard }
    | { input: 'image'; image: ImageCard }
    | {
        input: 'tokens' | 'sequence';
        task: 'classification' | 'labeling';
        /** How many ids there are, if the file tells. */
        vocabulary?: number | undefined;
      }
    /** A language model; the file says that it reads text, and its task. */
    | { input: 'language'; language: LanguageCard }
  );

const INPUTS = ['text', 'image', 'tokens', 'sequence'] as const;

/**
 * Reads the `rnnlab` entry of a file's metadata.
 *
 * @throws InferenceError if the file is not an RNNLab file, is newer than this package, or is damaged
 */
export function readCard(metadata: ReadonlyMap<string, string>): ModelCard {
  const json = metadata.get('rnnlab');
  if (json === undefined) {
    throw new InferenceError(
      'the ONNX file has no `rnnlab` metadata, so it has no labels and no tokenizer; files made with `rnnlab export` have',
    );
  }
  const card = parseMetadata('rnnlab', json);
  if (!isObject(card)) throw wrong('', 'an object', card);
  const { format, task, input, labels, title = '', provenance = {} } = card;
  if (!Number.isSafeInteger(format) || (format as number) < 1) throw wrong('format', 'a version', format);
  if ((format as number) > FORMAT) {
    throw new InferenceError(
      `the file has format ${format}, this version of @rnnlab/inference reads format ${FORMAT}; update @rnnlab/inference`,
    );
  }
  const labeling = task === 'labeling';
  const language = task === 'language-model';
  if (task !== 'classification' && !labeling && !language) {
    throw wrong('task', '"classification", "labeling" or "language-model"', task);
  }
  if (!isInput(input)) throw wrong('input', INPUTS.map((name) => `"${name}"`).join(', '), input);
  if (labeling && (input === 'text' || input === 'image')) throw wrong('task', '"classification"', task);
  if (language && input !== 'text') throw wrong('input', '"text", as it is a language model', input);
  if (!isLabels(labels, labeling || language ? 0 : 1)) {
    throw wrong('labels', 'a list of different names', labels);
  }
  if (typeof title !== 'string') throw wrong('title', 'a string', title);
  if (!isObject(provenance)) throw wrong('provenance', 'an object', provenance);
  const common = { labels: Object.freeze([...labels]), title, provenance };
  if (language) return { ...common, input: 'language', language: readLanguageCard(card.language) };
  if (input === 'text') return { ...common, input, text: readTextCard(card.text) };
  if (input === 'image') return { ...common, input, image: readImageCard(card.image) };
  const { vocabulary } = card;
  if (vocabulary !== undefined && !(Number.isSafeInteger(vocabulary) && (vocabulary as number) >= 1)) {
    throw wrong('vocabulary', 'a whole number of at least 1', vocabulary);
  }
  return { ...common, input, task, vocabulary: vocabulary as number | undefined };
}

/** The JSON in an entry of a file's metadata. @throws InferenceError if it is not JSON */
export function parseMetadata(key: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new InferenceError(`its metadata \`${key}\` is damaged (${reasonOf(error)})`);
  }
}

const wrong = (key: string, expected: string, received: unknown): InferenceError =>
  new InferenceError(
    `${key ? `\`${key}\` in ` : ''}its metadata \`rnnlab\` must be ${expected}, received ${shorten(received)}`,
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isInput = (value: unknown): value is (typeof INPUTS)[number] =>
  (INPUTS as readonly unknown[]).includes(value);

const isLabels = (value: unknown, least: number): value is string[] =>
  Array.isArray(value) &&
  value.length >= least &&
  value.every((label) => typeof label === 'string') &&
  new Set(value).size === value.length;
