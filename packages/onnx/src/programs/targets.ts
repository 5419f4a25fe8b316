import { type ModelSpec, resolveSpec } from '@rnnlab/models';
import type { TensorSpec } from '../lowering/model.js';

/** What a model is trained to give: one class for each example, or one for every time step. */
export function targetsOf(spec: ModelSpec): TensorSpec {
  const perStep = resolveSpec(spec).output.kind === 'sequence';
  return { name: 'targets', type: 'int32', shape: perStep ? ['batch', 'steps'] : ['batch'] };
}
