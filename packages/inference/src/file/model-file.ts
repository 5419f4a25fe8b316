import { type Tokenizer, tokenizerFromJSON } from '@rnnlab/tokenizers';
import { InferenceError, reasonOf } from '../error.js';
import { type ModelCard, parseMetadata, readCard } from './card.js';
import { checkGraph } from './check-graph.js';
import { decode } from './decode.js';

/** All that a model file holds beside the graph that ONNX Runtime runs. */
export interface ModelFile extends ModelCard {
  tokenizer: Tokenizer;
}

/** Reads and checks a model file, before ONNX Runtime sees it. @throws InferenceError for any other file */
export function readModelFile(bytes: Uint8Array): ModelFile {
  const { graph, metadata } = decode(bytes);
  const card = readCard(metadata);
  const tokenizer = readTokenizer(metadata.get('tokenizer'));
  checkGraph(graph, card.labels.length, bytes.length);
  return { ...card, tokenizer };
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
