import {
  initialize,
  type LayerSpec,
  type ModelSpec,
  resolveModel,
  type SequenceClassifierOptions,
  sequenceClassifier,
} from '@rnnlab/models';
import { type ExportOptions, exportModel } from '@rnnlab/onnx';
import { characterTokenizer, type Tokenizer } from '@rnnlab/tokenizers';

export const LABELS = ['Czech', 'Greek', 'Irish', 'Welsh'];
export const tokenizer = characterTokenizer({ characters: "abcdefghijklmnopqrstuvwxyz '", lowercase: true });

export interface Exported {
  spec: ModelSpec;
  parameters: Float32Array;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Labels, tokenizer and all else that belongs to the models below. */
export const surnames: ExportOptions = {
  labels: LABELS,
  tokenizer,
  title: 'Surnames',
  provenance: { dataset: 'names', seed: 1, testAccuracy: 0.83 },
};

/** An untrained model with weights large enough that texts get different answers. */
export function exportTextModel(
  options: Partial<SequenceClassifierOptions> = {},
  given: ExportOptions = {},
): Exported {
  const spec = sequenceClassifier({
    vocabulary: tokenizer.vocabulary.size,
    classes: LABELS.length,
    units: 5,
    ...options,
  });
  const parameters = initialize(spec, random(7)).map((weight) => 3 * weight);
  return { spec, parameters, bytes: exportModel({ spec, parameters }, { ...surnames, ...given }) };
}

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

export const CLASSES = ['cat', 'dog', 'frog'];
export const SIZE = { channels: 2, height: 8, width: 6 };

/** Models that read the same images in each way there is. */
export const readers: Record<'pixels' | 'rows' | 'fixed rows' | 'vector', ModelSpec> = {
  pixels: {
    input: { type: 'image', ...SIZE },
    layers: [
      { type: 'conv2d', filters: 4, kernelSize: 3 },
      { type: 'activation', function: 'relu' },
      { type: 'max-pool', poolSize: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 3 },
    ],
  },
  rows: {
    input: { type: 'sequence', features: 12 },
    layers: [
      { type: 'recurrent', cell: 'gru', units: 4, bidirectional: true },
      { type: 'last' },
      { type: 'dense', units: 3 },
    ],
  },
  'fixed rows': {
    input: { type: 'sequence', features: 12, steps: 8 },
    layers: [
      { type: 'conv1d', filters: 4, kernelSize: 3, stride: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 3 },
    ],
  },
  vector: {
    input: { type: 'vector', features: 96 },
    layers: [
      { type: 'dense', units: 4 },
      { type: 'dense', units: 3 },
    ],
  },
};

/** An untrained model, whose file gives all its layers unless other ones are asked for. */
export function exportImages(spec: ModelSpec, { image, ...given }: ExportOptions = {}) {
  const parameters = initialize(spec, random(7)).map((weight) => 2 * weight);
  const bytes = exportModel(
    { spec, parameters },
    {
      labels: CLASSES,
      title: 'Pets',
      image: { ...SIZE, ...image },
      layers: resolveModel(spec).layers.map(({ name }) => name),
      ...given,
    },
  );
  return { parameters, bytes };
}

/** Some different images, `[channels, height, width]`, 0 to 255. */
export const images = (count: number, seed = 1): Uint8Array[] => {
  const draw = random(seed);
  const size = SIZE.channels * SIZE.height * SIZE.width;
  return Array.from({ length: count }, () => Uint8Array.from({ length: size }, () => draw() * 256));
};

/** Uniform draws from [0, 1), the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
