import { inferenceModel } from '@rnnlab/onnx';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { modelName } from './model-name.js';
import type { Config } from './stored-run.js';

/** What is known of a training when its model is exported. */
export interface ExportedTraining {
  epochs: number;
  testAccuracy?: number | undefined;
}

/**
 * A trained model as one ONNX file that holds its tokenizer, its labels and where it comes from. The same training
 * gives the same bytes.
 */
export function exportModel(
  { spec, settings, data, recipe, versions }: Config,
  parameters: Float32Array,
  tokenizer: Tokenizer,
  labels: readonly string[],
  { epochs, testAccuracy }: ExportedTraining,
): Uint8Array {
  const rnnlab = {
    format: 1,
    task: 'classification',
    input: 'text',
    labels,
    title: `${modelName(spec)} on ${data.name}`,
    provenance: {
      recipe,
      dataset: data,
      split: settings.split,
      seed: settings.seed,
      epochs,
      ...(testAccuracy !== undefined && { testAccuracy }),
      createdWith: versions,
    },
  };
  return inferenceModel(spec, parameters, {
    rnnlab: JSON.stringify(rnnlab),
    tokenizer: JSON.stringify(tokenizer),
  });
}
