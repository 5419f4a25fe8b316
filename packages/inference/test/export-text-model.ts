import {
  initialize,
  type ModelSpec,
  type SequenceClassifierOptions,
  sequenceClassifier,
} from '@rnnlab/models';
import { type ExportOptions, exportModel } from '@rnnlab/onnx';
import { characterTokenizer } from '@rnnlab/tokenizers';
import { random } from './random.js';

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
