import { exportModel } from '@rnnlab/onnx';
import { modelName } from '../tasks/model.js';
import type { Config, Description } from './stored-run.js';

/** The training of an exported model, for its provenance. */
interface ExportedTraining {
  epochs: number;
  testAccuracy?: number | undefined;
  /** Of a language model, in nats per token. */
  testLoss?: number | undefined;
  /** Names of layers whose outputs the file has, too. */
  layers?: readonly string[];
}

/**
 * Parameters of a run's model as one ONNX file that holds its tokenizer, its labels and where it comes from. The same
 * training gives the same bytes.
 */
export function exportParameters(
  { spec, settings, data, recipe, versions }: Config,
  parameters: Float32Array,
  { tokenizer, labels, image, language }: Description,
  { epochs, testAccuracy, testLoss, layers = [] }: ExportedTraining,
): Uint8Array {
  const { maxLength = null, readPadding = false } = (!language && settings.tokenizer) || {};
  return exportModel(
    { spec, parameters },
    {
      loss: { type: language ? 'softmax-cross-entropy' : settings.loss.type },
      labels,
      ...(tokenizer && { tokenizer }),
      ...(image && { image }),
      ...(language && { language }),
      ...(maxLength !== null && { text: { maxLength, padding: readPadding } }),
      layers,
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
    },
  );
}
