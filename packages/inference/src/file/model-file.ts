import { type Tokenizer, tokenizerFromJSON } from '@rnnlab/tokenizers';
import type { GraphProto } from 'onnx-buf';
import { InferenceError, reasonOf } from '../error.js';
import { type ModelCard, parseMetadata, readCard } from './card.js';
import { checkGraph, type GraphLayout } from './check-graph.js';
import { checkLanguageGraph, type LanguageGraph } from './check-language-graph.js';
import { decode } from './decode.js';
import { checkLanguageCard, type LanguageCard } from './language-card.js';

/** A file of a model that reads texts. */
export type TextFile = Extract<ModelCard, { input: 'text' }> & GraphLayout & { tokenizer: Tokenizer };
/** A file of a model that reads images. */
export type ImageFile = Extract<ModelCard, { input: 'image' }> & GraphLayout;
/** A file of a model that reads ids, or vectors, step by step. */
export type SequenceFile = Extract<ModelCard, { input: 'tokens' | 'sequence' }> & GraphLayout;
/** A file of a language model, with its graph, which is run as a part of another one. */
export type LanguageFile = Extract<ModelCard, { input: 'language' }> &
  LanguageGraph & { tokenizer: Tokenizer; graph: GraphProto; opset: bigint; hidden: ReadonlySet<number> };
/** All that a model file holds beside the graph that ONNX Runtime runs. */
export type ModelFile = TextFile | ImageFile | SequenceFile | LanguageFile;

/** Reads and checks a model file, before ONNX Runtime sees it. @throws InferenceError for any other file */
export function readModelFile(bytes: Uint8Array): ModelFile {
  const { graph, opset, metadata } = decode(bytes);
  const card = readCard(metadata);
  if (card.input === 'language') {
    const tokenizer = readTokenizer(metadata.get('tokenizer'));
    const found = checkLanguageGraph(graph, bytes.length);
    checkLanguageCard(card.language, found.vocabulary);
    if (tokenizer.vocabulary.size > found.vocabulary) {
      throw new InferenceError(
        `the model has ${found.vocabulary} tokens, but the tokenizer of the file ${tokenizer.vocabulary.size}`,
      );
    }
    return {
      ...card,
      ...found,
      tokenizer,
      graph,
      opset,
      hidden: hiddenIds(card.language, tokenizer, found.vocabulary),
    };
  }
  if (card.input !== 'text') return { ...card, ...checkGraph(graph, card, bytes.length) };
  const tokenizer = readTokenizer(metadata.get('tokenizer'));
  return { ...card, ...checkGraph(graph, card, bytes.length), tokenizer };
}

/** The ids that no text is made of: all special ones but the end, and those that have no token. */
function hiddenIds(
  { start, end, conditions }: LanguageCard,
  tokenizer: Tokenizer,
  size: number,
): ReadonlySet<number> {
  const { padId, unknownId, vocabulary } = tokenizer;
  const specials = vocabulary.specials.map((token) => vocabulary.id(token));
  const none = Array.from({ length: size }, (_, id) => id).filter((id) => !vocabulary.tokens[id]);
  const ids = [padId, unknownId, start, ...Object.values(conditions), ...specials, ...none];
  return new Set(ids.filter((id) => id !== undefined && id !== end) as number[]);
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
