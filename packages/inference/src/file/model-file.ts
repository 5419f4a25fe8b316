import { type Tokenizer, tokenizerFromJSON } from '@rnnlab/tokenizers';
import { InferenceError, reasonOf } from '../error.js';
import { type ModelCard, parseMetadata, readCard } from './card.js';
import { checkGraph, type GraphLayout } from './check-graph.js';
import { decode } from './decode.js';

/** A file of a model that reads texts. */
export type TextFile = Extract<ModelCard, { input: 'text' }> & GraphLayout & { tokenizer: Tokenizer };
/** A file of a model that reads images. */
export type ImageFile = Extract<ModelCard, { input: 'image' }> & GraphLayout;
/** A file of a model that reads ids, or vectors, step by step. */
export type SequenceFile = Extract<ModelCard, { input: 'tokens' | 'sequence' }> & GraphLayout;
/** All that a model file holds beside the graph that ONNX Runtime runs. */
export type ModelFile = TextFile | ImageFile | SequenceFile;

/** Reads and checks a model file, before ONNX Runtime sees it. @throws InferenceError for any other file */
export function readModelFile(bytes: Uint8Array): ModelFile {
  const { graph, metadata } = decode(bytes);
  const card = readCard(metadata);
  if (card.input !== 'text') return { ...card, ...checkGraph(graph, card, bytes.length) };
  const tokenizer = readTokenizer(metadata.get('tokenizer'));
  return { ...card, ...checkGraph(graph, card, bytes.length), tokenizer };
}

function readTokenizer(json: string | undefined): Tokenizer {
  if (json === undefined) {
    throw new InferenceError('its metadata has no `tokenizer`; export the model again with `rnnlab export`');
  }
  const content = parseMetadata('tokenizer', json);
  try {
    return tokenizerFromJSON(content);
  } catch (error) {
    throw new InferenceError(`its metadata \`tokenizer\` is damaged (${reasonOf(error)})`);
  }
}
