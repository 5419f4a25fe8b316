import { checkSizes, ModelFileError, readMetadata, writeMetadata } from '@rnnlab/model-file';
import { type ModelSpec, parameterCount, resolveSpec } from '@rnnlab/models';
import { checkOptions, shown } from '@rnnlab/shared';
import { type LossSpec, lossOf } from '../losses/index.js';
import { cardOf, checkImage } from './export-card.js';
import { type ExportOptions, exportOptions } from './export-options.js';
import { generationModel } from './generation.js';
import { type InferenceOptions, inferenceModel } from './inference.js';

/** A model with its trained parameters. */
export interface TrainedModel {
  spec: ModelSpec;
  /** The flat vector of all parameters, as `initialize` and `fit` give it. */
  parameters: Float32Array;
}

type Probabilities = NonNullable<InferenceOptions['probabilities']>;

/** What makes probabilities of the outputs of a model that was trained with a loss. */
const byLoss: Record<LossSpec['type'], Probabilities> = {
  'softmax-cross-entropy': 'softmax',
  'binary-cross-entropy': 'sigmoid',
  'mean-squared-error': 'identity',
};

/**
 * A trained model as one ONNX file with all that belongs to it: `loadModel` of `@rnnlab/inference` needs nothing else,
 * and any runtime with operator set 17 can run it. What the model is for follows from what is given: a language model
 * if `language` is, else labels of steps if the spec gives some, else classes; it reads texts if a `tokenizer` is given, images
 * if `image` is or the spec reads them, else sequences of ids or vectors. The same input gives the same bytes.
 *
 * @throws ModelFileError for an option that cannot be or does not fit the spec, and for other parameters than it has;
 *   SpecError if the model cannot be built or has no such layer.
 * @example
 * exportModel({ spec, parameters }, { labels: ['ham', 'spam'], tokenizer, title: 'Mail' });
 */
export function exportModel(
  { spec, parameters }: TrainedModel,
  options: ExportOptions = {},
): Uint8Array<ArrayBuffer> {
  if (!(parameters instanceof Float32Array)) {
    throw new ModelFileError(
      `exportModel takes { spec, parameters }, the parameters as a Float32Array, received ${shown(parameters)}.`,
    );
  }
  checkOptions('exportModel', options, exportOptions, ModelFileError);
  const total = parameterCount(spec);
  if (parameters.length !== total) {
    throw new ModelFileError(
      `exportModel: the spec has ${total} parameters, received a vector of ${parameters.length}.`,
    );
  }
  const { loss, tokenizer, layers = [] } = options;
  const { input, output } = resolveSpec(spec);
  const metadata = writeMetadata(cardOf(spec, options), tokenizer);
  const { card } = readMetadata(metadata);
  checkImage(card, input);
  checkSizes(card, {
    outputs: 'features' in output ? output.features : undefined,
    vocabulary: input.kind === 'tokens' ? input.vocabulary : undefined,
    tokens: tokenizer?.vocabulary?.size,
  });
  const probabilities = probabilitiesOf(loss);
  if (card.task !== 'language-model') {
    return inferenceModel(spec, parameters, metadata, { probabilities, outputs: layers });
  }
  if (probabilities !== 'softmax' || layers.length > 0) {
    throw new ModelFileError(
      'A language model gives nothing but the logits of a softmax: `exportModel` takes no other loss for it, and no layers.',
    );
  }
  return generationModel(spec, parameters, metadata);
}

/** @throws SpecError if there is no such loss. */
function probabilitiesOf(loss: LossSpec = { type: 'softmax-cross-entropy' }): Probabilities {
  lossOf(loss);
  return byLoss[loss.type];
}
