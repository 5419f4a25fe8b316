import { type ModelSpec, type ResolvedModel, resolveModel, SpecError } from '@rnnlab/models';
import { gradients } from '../autodiff/gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import { serialize } from '../graph/serialize.js';
import type { DataType } from '../graph/types.js';
import { divisor, type LossSpec, lossOf, sumScores } from '../losses.js';
import { add, div, sub, sumAll } from '../ops/arithmetic.js';
import { fill } from '../ops/creation.js';
import { scanNode } from '../ops/scan-node.js';
import { concat } from '../ops/slicing.js';
import type { OptimizerSpec, StepInfo } from '../optimizers/optimizers.js';
import { optimizerRule, optimizerStep } from '../optimizers/step.js';
import { useBlockedLayout } from '../passes/blocked-layout.js';
import { transposeLoopProducts } from '../passes/loop-products.js';
import { rowSumsToProducts } from '../passes/row-sums.js';
import { type MaskInput, trainingPass } from './forward.js';
import { modelInputs, type TensorSpec, targetsOf, unpackWeights } from './model.js';

/** Options of {@link trainingProgram}. */
export interface TrainingOptions {
  /** The loss to minimize. Default: softmax cross-entropy. */
  loss?: LossSpec;
  /**
   * Whether recurrent states are kept from batch to batch: stateful truncated back-propagation through time, for streams
   * that are cut into windows of full length. Default: false.
   */
  stateful?: boolean;
  /** Element type; `float64` is for checking gradients. Default: `float32`. */
  float?: DataType;
  /**
   * Channels of a block of this machine's blocked convolutions, as `blockSizeProbe` finds them: images and sequences of
   * known length are then convolved with these, the fastest kernels of ONNX Runtime on the CPU. Batches are padded to a
   * multiple of it, so it is not for smaller ones.
   */
  blockSize?: number;
}

/** A graph that trains a model for any number of steps in one run. */
export interface TrainingProgram {
  /** The bytes of the ONNX file. */
  model: Uint8Array;
  /** Entries of the parameter vector. */
  parameters: number;
  /** How many vectors the optimizer keeps from step to step. */
  slots: number;
  /**
   * The data of one step, targets last. Each of `data` and `dropout` is an input with one more leading axis, the steps of
   * the run. The states `parameters`, `slot_0`, … and `carried_0`, … are inputs, too, and outputs as `next_parameters`, …
   */
  data: TensorSpec[];
  /** The random masks of one step. */
  dropout: MaskInput[];
  /** Recurrent states that are carried from batch to batch, `[batch, units]`. */
  carried: TensorSpec[];
  /** Whether it convolves in blocks of `blockSize` channels. */
  usesBlockedLayout: boolean;
  /** Computes one row of the input `scalars` `[run, …]`. */
  scalars(step: StepInfo): number[];
}

/** The outputs of a training program for each step, `[run]`: mean loss, correct predictions, predictions. */
export const TRAINING_OUTPUTS = ['losses', 'correct', 'counts'] as const;

/**
 * Compiles the training of a model: forward pass, mean loss, gradients and optimizer update as the body of a scan
 * over minibatches, so that nothing leaves the graph between steps.
 *
 * @param spec - The model.
 * @param optimizer - The optimizer, as data.
 * @throws {SpecError} If the model cannot be built or has nothing to train, or an option is bad.
 * @throws {GraphError} If the model does not fit the loss.
 */
export function trainingProgram(
  spec: ModelSpec | ResolvedModel,
  optimizer: OptimizerSpec,
  {
    loss = { type: 'softmax-cross-entropy' },
    stateful = false,
    float = 'float32',
    blockSize,
  }: TrainingOptions = {},
): TrainingProgram {
  const model = resolveModel(spec);
  const { size } = model;
  if (size === 0) throw new SpecError('The model has no parameters to train.');
  const rule = optimizerRule(optimizer);
  const data: TensorSpec[] = [...modelInputs(model, float), targetsOf(model, lossOf(loss), float)];

  // The states of the run: vectors of all parameters, and recurrent states as the model asks for them.
  const root = new Graph();
  const body = new Graph(root);
  const initial: Value[] = [];
  const state = ({ name, type, shape }: TensorSpec): Value => {
    initial.push(root.input(name, type, shape));
    return body.input(name, type, shape);
  };
  const vectors = ['parameters', ...Array.from({ length: rule.transform.slots }, (_, k) => `slot_${k}`)];
  const [parameters, ...slots] = vectors.map((name) => state({ name, type: float, shape: [size] })) as [
    Value,
    ...Value[],
  ];

  // Slices of the run, one row a step.
  const slices: [Value, Value][] = [];
  const slice = ({ name, type, shape }: TensorSpec): Value => {
    const value = body.input(name, type, shape);
    slices.push([root.input(name, type, ['run', ...shape]), value]);
    return value;
  };
  const inputs = data.map(slice);
  const row = slice({ name: 'scalars', type: float, shape: [rule.width] });

  const weights = unpackWeights(model, parameters);
  const pass = trainingPass(model, inputs.slice(0, -1), weights, float, slice, stateful ? state : undefined);
  const inBlocks = blockSize !== undefined && useBlockedLayout(body, blockSize);
  const scores = sumScores(lossOf(loss), pass.output, inputs.at(-1)!);
  const mean = div(sumAll(scores.losses), divisor(sumAll(scores.weights)));
  const [gradient] = gradients(mean, [parameters]);
  const { next, slots: nextSlots } = optimizerStep(model.parameters, rule, gradient!, parameters, slots, row);
  const changes = model.parameters.map(({ name, size }) => {
    const average = weights.get(name)!;
    const value = pass.averages.get(average);
    return value ? sub(value, average) : fill(root, float, 0, size);
  });

  const results = {
    next_parameters: pass.averages.size > 0 ? add(next, concat(changes)) : next,
    ...Object.fromEntries(nextSlots.map((slot, k) => [`next_slot_${k}`, slot])),
    ...Object.fromEntries(pass.carried.map(({ tensor, next }) => [`next_${tensor.name}`, next])),
    losses: mean,
    correct: sumAll(scores.correct),
    counts: sumAll(scores.counts),
  };
  // A scan's inputs are its states, then its slices.
  body.inputs.splice(0, body.inputs.length, ...statesOf(body, slices), ...slices.map(([, value]) => value));
  const node = scanNode(
    body,
    initial,
    slices.map(([rows]) => rows),
    Object.values(results),
  );
  Object.keys(results).forEach((name, k) => {
    root.output(name, node.outputs[k]!);
  });
  transposeLoopProducts(root);
  rowSumsToProducts(root);
  return {
    model: serialize(root),
    parameters: size,
    slots: rule.transform.slots,
    data,
    dropout: pass.dropout,
    carried: pass.carried.map(({ tensor }) => tensor),
    usesBlockedLayout: inBlocks,
    scalars: rule.scalars,
  };
}

/** The inputs of a body that are not slices, in their order. */
function statesOf(body: Graph, slices: [Value, Value][]): Value[] {
  const values = new Set(slices.map(([, value]) => value));
  return body.inputs.filter((input) => !values.has(input));
}
