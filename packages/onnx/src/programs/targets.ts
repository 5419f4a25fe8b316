import { type ModelSpec, resolveSpec, SpecError } from '@rnnlab/models';
import type { TensorSpec } from '../lowering/model.js';

/**
 * What a model is trained to give: one class for each example, or one for every time step.
 *
 * @throws SpecError if the model gives tokens.
 */
export function targetsOf(spec: ModelSpec): TensorSpec {
  const { output } = resolveSpec(spec);
  if (output.kind === 'tokens' || (output.kind === 'sequence' && output.oneHot)) {
    throw new SpecError('The last layer must give logits, received tokens: end with a dense layer.');
  }
  const perStep = output.kind === 'sequence';
  return { name: 'targets', type: 'int32', shape: perStep ? ['batch', 'steps'] : ['batch'] };
}
