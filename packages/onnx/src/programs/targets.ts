import { describeShape, type ModelSpec, resolveSpec, SpecError } from '@rnnlab/models';
import type { DataType } from '../graph/types.js';
import type { Loss } from '../losses/index.js';
import type { TensorSpec } from '../lowering/model.js';

/**
 * What a model is trained to give: a target for each example, or one for every time step.
 *
 * @throws SpecError if the model gives neither a vector nor a sequence.
 */
export function targetsOf(spec: ModelSpec, loss: Loss, float: DataType): TensorSpec {
  const { output } = resolveSpec(spec);
  if ((output.kind !== 'vector' && output.kind !== 'sequence') || ('oneHot' in output && output.oneHot)) {
    throw new SpecError(
      `The last layer must give a vector or a sequence of numbers, received ${describeShape(output)}: end with a dense layer.`,
    );
  }
  const { type, shape } = loss.target(output.features, float);
  return {
    name: 'targets',
    type,
    shape: ['batch', ...(output.kind === 'sequence' ? [stepsOf(spec)] : []), ...shape],
  };
}

/** The number of time steps. */
function stepsOf(spec: ModelSpec): number | string {
  const { input, output } = resolveSpec(spec);
  const [before, after] = [input, output].map((shape) => ('steps' in shape ? shape.steps : undefined));
  return after ?? before ?? 'steps';
}
