import { type ModelSpec, parameterCount, SpecError } from '@rnnlab/models';
import { gradients } from '../autodiff/gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import { serialise } from '../graph/serialise.js';
import type { DataType } from '../graph/types.js';
import { scoreClasses } from '../losses/classification.js';
import { graphOps } from '../lowering/graph-ops.js';
import { lowerModel, modelInputs, type TensorSpec, unpack } from '../lowering/model.js';
import { recurrentScan } from '../lowering/recurrent-scan.js';
import { add } from '../ops/add.js';
import { cast } from '../ops/cast.js';
import { div } from '../ops/div.js';
import { max } from '../ops/max.js';
import { mul } from '../ops/mul.js';
import { sumAll } from '../ops/reduce-sum.js';
import { reshape } from '../ops/reshape.js';
import { scanNode } from '../ops/scan.js';
import { split } from '../ops/split.js';
import { type OptimiserSpec, optimiserOf, type StepInfo } from '../optimisers/index.js';
import { targetsOf } from './targets.js';

/** A random mask that the host draws for each step. */
export interface DropoutInput extends TensorSpec {
  /** Share of zeros. */
  rate: number;
}

/** A graph that trains a model for any number of steps in one run. */
export interface TrainingProgram {
  /** The bytes of the ONNX file. */
  model: Uint8Array;
  /** Entries of the parameter vector. */
  parameters: number;
  /** How many vectors the optimiser remembers. */
  slots: number;
  /**
   * State: `parameters` and `slot_0`, … are inputs, `next_parameters` and `next_slot_0`, … outputs.
   * Data: each of `data` and `dropout` is an input with one more leading axis, the steps of the run.
   */
  data: TensorSpec[];
  dropout: DropoutInput[];
  /** One row of the input `scalars` `[run, …]`. */
  scalars(step: StepInfo): number[];
}

/** What a training program gives for each step, `[run]`: mean loss in nats, right predictions, predictions. */
export const TRAINING_OUTPUTS = ['losses', 'correct', 'counts'] as const;

/**
 * Compiles the training of a model: forward pass, mean loss, gradients and optimiser update as the body of a scan
 * over minibatches, so that nothing leaves the graph between steps.
 *
 * @param spec - The model; its output are logits of classes.
 * @param optimiser - How gradients become updates.
 * @param options - `float`: element type, `float32` by default; `float64` to check gradients.
 * @throws SpecError if the model cannot be built or has nothing to train, or the optimiser has a bad option.
 */
export function trainingProgram(
  spec: ModelSpec,
  optimiser: OptimiserSpec,
  { float = 'float32' as DataType } = {},
): TrainingProgram {
  const size = parameterCount(spec);
  if (size === 0) throw new SpecError('The model has no parameters to train.');
  const transform = optimiserOf(optimiser);
  const scalars = (step: StepInfo): Record<string, number> => transform.scalars?.(step) ?? {};
  const scalarNames = Object.keys(scalars({ step: 0, learningRate: 1 }));
  const data: TensorSpec[] = [...modelInputs(spec, float), targetsOf(spec)];

  const root = new Graph();
  const vectors = ['parameters', ...Array.from({ length: transform.slots }, (_, k) => `slot_${k}`)];
  const initial = vectors.map((name) => root.input(name, float, [size]));
  const body = new Graph(root);
  const [parameters, ...slots] = vectors.map((name) => body.input(name, float, [size]));

  // Slices of the run, one row a step; dropout adds its masks while the model is built.
  const slices: Value[] = [];
  const slice = ({ name, type, shape }: TensorSpec): Value => {
    slices.push(root.input(name, type, ['run', ...shape]));
    return body.input(name, type, shape);
  };
  const inputs = data.map(slice);
  const row = slice({ name: 'scalars', type: float, shape: [scalarNames.length] });
  const columns = split(row, scalarNames.length).map((column) => reshape(column, []));
  const dropout: DropoutInput[] = [];

  const ops = graphOps({
    dropout(x, rate, mask) {
      if (rate === 0) return x;
      const shape = mask === 'example' ? x.shape.slice(-2) : x.shape;
      const input: DropoutInput = { name: `dropout_${dropout.length}`, type: 'uint8', shape, rate };
      dropout.push(input);
      return mul(x, mul(cast(slice(input), float), 1 / (1 - rate)));
    },
    recurrent: (options) => recurrentScan(ops, options),
  });
  const output = lowerModel(spec, inputs.slice(0, -1), unpack(spec, parameters!), ops);
  const scores = scoreClasses(output, inputs.at(-1)!);
  const [total, correct, count] = [sumAll(scores.losses), sumAll(scores.correct), sumAll(scores.counts)];
  // Without a single prediction the loss is 0 and nothing moves, not NaN.
  const loss = div(total, max(count, 1));
  const [gradient] = gradients(loss, [parameters!]);
  const { update, slots: nextSlots } = transform.apply(gradient!, {
    parameters: parameters!,
    slots,
    scalars: Object.fromEntries(scalarNames.map((name, k) => [name, columns[k]!])),
  });

  const results = [add(parameters!, update), ...nextSlots, loss, correct, count];
  const { outputs } = scanNode(body, initial, slices, results);
  const names = [...vectors.map((name) => `next_${name}`), ...TRAINING_OUTPUTS];
  names.forEach((name, k) => {
    root.output(name, outputs[k]!);
  });
  return {
    model: serialise(root),
    parameters: size,
    slots: transform.slots,
    data,
    dropout,
    scalars(step) {
      const values = scalars(step);
      return scalarNames.map((name) => values[name]!);
    },
  };
}
