import {
  initialize,
  type ModelSpec,
  type SequenceClassifierOptions,
  sequenceClassifier,
} from '@rnnlab/models';
import { inferenceModel } from '@rnnlab/onnx';
import { characterTokenizer, type Tokenizer } from '@rnnlab/tokenizers';
import { random } from './random.js';

export const LABELS = ['Czech', 'Greek', 'Irish', 'Welsh'];
export const tokenizer = characterTokenizer({ characters: "abcdefghijklmnopqrstuvwxyz '", lowercase: true });

export interface Exported {
  spec: ModelSpec;
  parameters: Float32Array;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What `rnnlab export` writes beside the graph. */
export const metadata = (
  card: Record<string, unknown> = {},
  kept: Tokenizer = tokenizer,
): Record<string, string> => ({
  rnnlab: JSON.stringify({
    format: 1,
    task: 'classification',
    input: 'text',
    labels: LABELS,
    title: 'Surnames',
    provenance: { dataset: 'names', seed: 1, testAccuracy: 0.83 },
    ...card,
  }),
  tokenizer: JSON.stringify(kept),
});

/** An untrained model with weights large enough that texts get different answers. */
export function exportModel(
  options: Partial<SequenceClassifierOptions> = {},
  strings: Record<string, string> = metadata(),
): Exported {
  const spec = sequenceClassifier({
    vocabulary: tokenizer.vocabulary.size,
    classes: LABELS.length,
    units: 5,
    ...options,
  });
  const parameters = initialize(spec, random(7)).map((weight) => 3 * weight);
  return { spec, parameters, bytes: inferenceModel(spec, parameters, strings) };
}
