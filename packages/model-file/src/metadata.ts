import { reasonOf, shown } from '@rnnlab/shared';
import type { GivenCard, ModelCard } from './card.js';
import { ModelFileError } from './error.js';
import { FORMAT, isObject, readCard } from './read-card.js';

/** The content of a Hugging Face `tokenizer.json`; only its `model` is checked here. */
export interface TokenizerContent {
  readonly model: object;
}

/** The metadata of a model file, beside its graph. */
export interface ModelMetadata {
  /** Task, input, labels and preprocessing. */
  readonly card: ModelCard;
  /** Of models that read texts: the tokenizer, as data for `tokenizerFromJSON` of `@rnnlab/tokenizers`. */
  readonly tokenizer?: TokenizerContent | undefined;
}

/**
 * Makes the strings for the `metadata_props` of an ONNX file: the same ones for the same card.
 *
 * @param card - Task, input, labels and preprocessing; fields with a default may be missing.
 * @param tokenizer - Of models that read texts: a `Tokenizer` of `@rnnlab/tokenizers`, or the content of a `tokenizer.json`.
 * @throws {ModelFileError} When {@link readMetadata} would refuse it, with the same sentence.
 * @example
 * writeMetadata({ task: 'classification', input: 'text', labels: ['ham', 'spam'] }, tokenizer);
 */
export function writeMetadata(
  card: GivenCard,
  tokenizer?: TokenizerContent | { toJSON(): TokenizerContent },
): Record<string, string> {
  const whole = { format: FORMAT, ...card };
  // Checked as received, so that an error shows that: in JSON it may be something else, such as null for NaN.
  readCard(whole);
  const metadata: Record<string, string> = { rnnlab: stringify('rnnlab', whole) };
  if (tokenizer !== undefined) metadata.tokenizer = stringify('tokenizer', tokenizer);
  readMetadata(metadata);
  return metadata;
}

/**
 * Reads the strings in the `metadata_props` of an ONNX file; other strings are ignored.
 *
 * @param metadata - The strings by their keys.
 * @throws {ModelFileError} When they are of no model file, of another format, or damaged.
 */
export function readMetadata(
  metadata: ReadonlyMap<string, string> | Readonly<Record<string, string>>,
): ModelMetadata {
  const entries = metadata instanceof Map ? metadata : new Map(Object.entries(metadata));
  const rnnlab = entries.get('rnnlab');
  if (rnnlab === undefined) {
    throw new ModelFileError(
      'The file has no metadata `rnnlab`, so it has no labels and no tokenizer: `rnnlab export` and `exportModel` of @rnnlab/onnx write it.',
    );
  }
  // Cards are shared, so they are frozen.
  const card = readCard(parse('rnnlab', rnnlab, (_, value) => Object.freeze(value)));
  const json = entries.get('tokenizer');
  if ((json === undefined) === (card.input === 'text')) {
    const [has, reads] = json === undefined ? ['no', 'texts'] : ['a', 'no texts'];
    throw new ModelFileError(`The metadata has ${has} \`tokenizer\`, but the model reads ${reads}.`);
  }
  return json === undefined ? { card } : { card, tokenizer: readTokenizer(json) };
}

function readTokenizer(json: string): TokenizerContent {
  const content = parse('tokenizer', json);
  if (isObject(content) && isObject(content.model)) return content as unknown as TokenizerContent;
  throw new ModelFileError(
    `The metadata \`tokenizer\` must be the content of a tokenizer.json, received ${shown(content)}.`,
  );
}

function parse(key: string, json: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(json, revive);
  } catch (error) {
    throw new ModelFileError(`The metadata \`${key}\` is damaged (${reasonOf(error)}).`, { cause: error });
  }
}

function stringify(key: string, value: unknown): string {
  try {
    // Of a function there is no JSON.
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    throw new ModelFileError(`The metadata \`${key}\` cannot be written as JSON (${reasonOf(error)}).`, {
      cause: error,
    });
  }
}
