import { type RecurrentOptions, type ResolvedModel, type Signal, SpecError } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import type { DataType } from '../graph/types.js';
import { graphOps, lowerModel, type Mode } from '../lowering/graph-ops.js';
import { type Carry, recurrentScan } from '../lowering/recurrent-scan.js';
import { mul } from '../ops/arithmetic.js';
import { cast } from '../ops/comparison.js';
import { normalizeBy, normalizeByBatch } from '../ops/normalization.js';
import type { TensorSpec } from './model.js';

/** A random mask that the host draws for each step. */
export interface MaskInput extends TensorSpec {
  /** Share of zeros. */
  rate: number;
}

/** The forward pass of a training step, with the inputs and states that it adds to the program. */
interface TrainingPass {
  output: Signal<Value>;
  dropout: MaskInput[];
  /** Recurrent states to carry to the next batch, with their values before and after this one. */
  carried: CarriedState[];
  /** Next values of running averages, by the value of the average. */
  averages: Map<Value, Value>;
}

/**
 * Emits a model as it is trained: with dropout and the statistics of the batch.
 *
 * @param slice - Declares a tensor of one step's data.
 * @param state - Declares a tensor that is kept from step to step, if recurrent states are carried.
 */
export function trainingPass(
  model: ResolvedModel,
  inputs: Value[],
  weights: Map<string, Value>,
  float: DataType,
  slice: (tensor: TensorSpec) => Value,
  state?: (tensor: TensorSpec) => Value,
): TrainingPass {
  const dropout: MaskInput[] = [];
  const averages = new Map<Value, Value>();
  const states = state && carriedStates(float, state);

  const mask = (shape: Value['shape'], rate: number): Value => {
    const input: MaskInput = { name: `dropout_${dropout.length}`, type: 'uint8', shape, rate };
    dropout.push(input);
    return mul(cast(slice(input), float), 1 / (1 - rate));
  };
  const recurrent = (options: RecurrentOptions<Value>): Value => {
    const { units, dropout: rate, input } = options;
    const carry = states?.carry(options);
    return recurrentScan(ops, options, {
      ...(rate > 0 && { mask: mask([input.dim(1), units], rate) }),
      ...carry,
    });
  };
  const ops = graphOps({
    dropout(x, rate, kind) {
      if (rate === 0) return x;
      return mul(x, mask(kind === 'example' ? x.shape.slice(-2) : x.shape, rate));
    },
    recurrent,
    batchNorm: (options) => normalizeByBatch(options, (average, next) => averages.set(average, next)),
  });
  return {
    output: lowerModel(model, inputs, weights, ops),
    dropout,
    carried: states?.carried ?? [],
    averages,
  };
}

/** The operations of evaluation and inference: no dropout, running averages instead of the batch's statistics. */
export const evaluationMode: Omit<Mode, 'recurrent'> = {
  dropout: (x) => x,
  batchNorm: (options) => normalizeBy(options, options.mean, options.variance),
};

/** A recurrent state that is carried to the next batch, with its value after this one. */
interface CarriedState {
  tensor: TensorSpec;
  next: Value;
}

/**
 * Collects the recurrent states of a model, `carried_0`, `carried_1`, … in the order of its layers.
 *
 * @param declare - Declares a state, which is kept from batch to batch.
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
