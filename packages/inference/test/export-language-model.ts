import { initialize, type LayerSpec, type ModelSpec } from '@rnnlab/models';
import { type ExportOptions, exportModel } from '@rnnlab/onnx';
import { characterTokenizer, type Tokenizer } from '@rnnlab/tokenizers';
import { random } from './random.js';

/** Start 2, end 3, then two conditions, then the characters from 6 on. */
export const lines = characterTokenizer({
  characters: 'abcde \n',
  start: '[START]',
  end: '[END]',
  specialTokens: ['[North]', '[South]'],
});

/** A tokenizer without start and end. */
export const running = characterTokenizer({ characters: 'abcde \n' });

export interface ExportedLanguageModel {
  spec: ModelSpec;
  parameters: Float32Array;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface LanguageOptions {
  tokenizer?: Tokenizer;
  language?: ExportOptions['language'];
  layers?: LayerSpec[];
  seed?: number;
}

/** An untrained model with weights large enough that tokens are of different probabilities. */
export function exportLanguageModel({
  tokenizer = lines,
  language = tokenizer === lines ? { startId: 2, endId: 3 } : {},
  layers = [
    { type: 'embedding', units: 4 },
    { type: 'recurrent', cell: 'lstm', units: 6, layers: 2 },
  ],
  seed = 7,
}: LanguageOptions = {}): ExportedLanguageModel {
  const { size } = tokenizer.vocabulary;
  const spec: ModelSpec = {
    input: { type: 'tokens', vocabulary: size },
    layers: [...layers, { type: 'dense', units: size }],
  };
  const parameters = initialize(spec, random(seed)).map((weight) => 3 * weight);
  const given = { tokenizer, language, title: 'Letters', provenance: { dataset: 'letters' } };
  return { spec, parameters, bytes: exportModel({ spec, parameters }, given) };
}
