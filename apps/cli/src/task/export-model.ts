import { inferenceModel, languageModel } from '@rnnlab/onnx';
import type { Prepared } from '../tasks/task.js';
import { modelName } from './model-name.js';
import type { Config } from './stored-run.js';

/** What is known of a training when its model is exported. */
export interface ExportedTraining {
  epochs: number;
  testAccuracy?: number | undefined;
  /** Names of layers whose outputs the file gives too. */
  layers?: readonly string[];
  /** Of a language model, in nats per token. */
  testLoss?: number | undefined;
}

/**
 * A trained model as one ONNX file that holds its tokenizer, its labels and where it comes from. The same training
 * gives the same bytes.
 */
export function exportModel(
  { spec, settings, data, recipe, versions }: Config,
  parameters: Float32Array,
  { tokenizer, labels, image, language }: Pick<Prepared, 'tokenizer' | 'labels' | 'image' | 'language'>,
  { epochs, testAccuracy, testLoss, layers = [] }: ExportedTraining,
): Uint8Array {
  const { maxLength = null, readPadding = false } = (!language && settings.tokenizer) || {};
  const rnnlab = {
    format: 1,
    task: language ? 'language-model' : labels.length > 0 ? 'classification' : 'labeling',
    input: tokenizer ? 'text' : image ? 'image' : spec.input.type,
    ...(image && { image }),
    ...(language && { language }),
    ...(maxLength !== null && { text: { maxTokens: maxLength, readPadding } }),
    ...(!tokenizer && spec.input.type === 'tokens' && { vocabulary: spec.input.vocabulary }),
    labels,
    title: `${modelName(spec)} on ${data.name}`,
    provenance: {
      recipe,
      dataset: data,
      ...(settings.split && { split: settings.split }),
      seed: settings.seed,
      epochs,
      ...(testAccuracy !== undefined && { testAccuracy }),
      ...(testLoss !== undefined && { testLoss }),
      createdWith: versions,
    },
  };
  const metadata = {
    rnnlab: JSON.stringify(rnnlab),
    ...(tokenizer && { tokenizer: JSON.stringify(tokenizer) }),
  };
  if (language) return languageModel(spec, parameters, metadata);
  return inferenceModel(spec, parameters, metadata, {
    probabilities: probabilities[settings.loss.type],
    outputs: layers,
  });
}

/** What makes probabilities of a model's outputs. */
const probabilities = {
  'softmax-cross-entropy': 'softmax',
  'binary-cross-entropy': 'sigmoid',
  // Where bits are to be given, the model ends in a sigmoid of its own.
  'mean-squared-error': 'identity',
} as const;
