import { type RecurrentOptions, SpecError } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import type { DataType } from '../graph/types.js';
import type { TensorSpec } from '../lowering/model.js';
import type { Carry } from '../lowering/recurrent-scan.js';

/** A recurrent state that is carried to the next batch, with its value after this one. */
export interface CarriedState {
  tensor: TensorSpec;
  next: Value;
}

/**
 * Collects the recurrent states of a model, `carried_0`, `carried_1`, … in the order of its layers.
 *
 * @param declare - Declares a state, which goes on from batch to batch.
 */
export function carriedStates(
  float: DataType,
  declare: (tensor: TensorSpec) => Value,
): { carried: CarriedState[]; carry(options: RecurrentOptions<Value>): Carry } {
  const carried: CarriedState[] = [];
  return {
    carried,
    carry({ cell, units, input, reverse }) {
      if (reverse) throw new SpecError('States can be carried from batch to batch in one direction only.');
      const tensors = Array.from({ length: cell.states }, (_, k): TensorSpec => {
        return { name: `carried_${carried.length + k}`, type: float, shape: [input.dim(1), units] };
      });
      return {
        initial: tensors.map(declare),
        final: (states) => carried.push(...states.map((next, k) => ({ tensor: tensors[k]!, next }))),
      };
    },
  };
}
