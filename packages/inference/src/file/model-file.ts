import { fromBinary } from '@bufbuild/protobuf';
import {
  checkSizes,
  type ImageClassifierCard,
  type LanguageCard,
  type LanguageModelCard,
  readMetadata,
  type SequenceCard,
  type TextClassifierCard,
  type TokensCard,
} from '@rnnlab/model-file';
import { reasonOf } from '@rnnlab/shared';
import { type Tokenizer, tokenizerFromJSON } from '@rnnlab/tokenizers';
import { type GraphProto, type ModelProto, ModelProtoSchema } from 'onnx-buf';
import { InferenceError } from '../error.js';
import { checkGraph, checkLanguageGraph, type GraphLayout, type LanguageGraph } from './check-graph.js';

/** A file of a model that reads texts. */
export type TextFile = TextClassifierCard & GraphLayout & { tokenizer: Tokenizer };
/** A file of a model that reads images. */
export type ImageFile = ImageClassifierCard & GraphLayout;
/** A file of a model that reads ids, or vectors, step by step. */
export type SequenceFile = (TokensCard | SequenceCard) & GraphLayout;
/** A file of a language model, with its graph, which is run as a part of another one. */
export type LanguageFile = Omit<LanguageModelCard, 'input'> &
  LanguageGraph & {
    /** The `input` of the loaded model. */
    input: 'language';
    tokenizer: Tokenizer;
    graph: GraphProto;
    opset: bigint;
    /** Suppressed tokens: ids that are never sampled. */
    suppressed: ReadonlySet<number>;
  };
/** A model file read and checked: its card, the layout of its graph, its tokenizer. */
export type ModelFile = TextFile | ImageFile | SequenceFile | LanguageFile;

/**
 * Reads and checks a model file, before ONNX Runtime sees it.
 *
 * @throws {InferenceError | ModelFileError} For any other file.
 */
export function readModelFile(bytes: Uint8Array): ModelFile {
  const { graph, opset, metadata } = decodeOnnx(bytes);
  const { card, tokenizer: content } = readMetadata(metadata);
  if (card.task === 'language-model') {
    const tokenizer = readTokenizer(content);
    const found = checkLanguageGraph(graph, bytes.length);
    const { vocabulary } = found;
    checkSizes(card, { vocabulary, tokens: tokenizer.vocabulary.size });
    const suppressed = suppressedIds(card.language, tokenizer, vocabulary);
    return { ...card, ...found, input: 'language', tokenizer, graph, opset, suppressed };
  }
  const layout = checkGraph(graph, card, bytes.length);
  return card.input === 'text'
    ? { ...card, ...layout, tokenizer: readTokenizer(content) }
    : { ...card, ...layout };
}

/** The ids that are never sampled: all special ones but the end, and those without a token. */
function suppressedIds(
  { startId, endId, conditions }: LanguageCard,
  tokenizer: Tokenizer,
  size: number,
): ReadonlySet<number> {
  const { padId, unknownId, vocabulary } = tokenizer;
  const specials = vocabulary.specials.map((token) => vocabulary.id(token));
  const none = Array.from({ length: size }, (_, id) => id).filter((id) => !vocabulary.tokens[id]);
  const ids = [padId, unknownId, startId, ...Object.values(conditions), ...specials, ...none];
  return new Set(ids.filter((id) => id !== undefined && id !== endId) as number[]);
}

function readTokenizer(content: unknown): Tokenizer {
  try {
    return tokenizerFromJSON(content);
  } catch (error) {
    throw new InferenceError(`the metadata \`tokenizer\` is damaged (${reasonOf(error)})`, { cause: error });
  }
}

/** A parsed ONNX file. Weights are views of the file's bytes. */
interface OnnxFile {
  graph: GraphProto;
  /** The version of ONNX's own operators. */
  opset: bigint;
  /** The strings of `metadata_props`. */
  metadata: Map<string, string>;
}

/**
 * Parses an ONNX file. ONNX Runtime for Node.js gives no access to metadata, and its input should be checked first.
 *
 * @throws {InferenceError} When it is not an ONNX file, or only a part of one.
 */
function decodeOnnx(bytes: Uint8Array): OnnxFile {
  if (bytes.length === 0) throw new InferenceError('the file is empty');
  const { irVersion, graph, opsetImport, metadataProps } = parse(bytes);
  if (irVersion < 1n || !graph || graph.node.length === 0) throw notOnnx(bytes);
  const opset = opsetImport.find(({ domain }) => domain === '')?.version ?? 0n;
  return { graph, opset, metadata: new Map(metadataProps.map(({ key, value }) => [key, value])) };
}

function parse(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch {
    throw notOnnx(bytes);
  }
}

function notOnnx(bytes: Uint8Array): InferenceError {
  // Files begin with the version of their format: the tag of field 1, then a small number.
  const began = bytes[0] === 8 && bytes[1]! < 32;
  return new InferenceError(
    began ? 'the ONNX file is damaged or cut off; copy or export it again' : 'it is not an ONNX file',
  );
}
