import { type ModelSpec, type ResolvedModel, resolveModel, SpecError } from '@rnnlab/models';
import { gradients } from '../autodiff/gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import { serialize } from '../graph/serialize.js';
import type { DataType } from '../graph/types.js';
import { divisor, lossOf, sumScores } from '../losses.js';
import { div, sumAll } from '../ops/arithmetic.js';
import { asOutput } from '../ops/scan-node.js';
import { reshape } from '../ops/shape.js';
import { concat, split } from '../ops/slicing.js';
import type { OptimizerSpec } from '../optimizers/optimizers.js';
import { optimizerRule, optimizerStep } from '../optimizers/step.js';
import { transposeLoopProducts } from '../passes/loop-products.js';
import { rowSumsToProducts } from '../passes/row-sums.js';
import { trainingPass } from './forward.js';
import { modelInputs, type TensorSpec, targetsOf, unpackWeights } from './model.js';
import type { TrainingOptions } from './training.js';

/**
 * A data-parallel training step in two graphs: the gradients of parts of a batch can be computed in parallel, each in a
 * session and a thread of its own, before one update is made of their sum.
 */
export interface DataParallelTraining {
  /**
   * The bytes of the graph of the gradient: from `parameters`, the data, the masks of dropout and the carried states of some examples to
   * `gradient`, that of their summed losses, `sums` `[4]` (losses, their weights, correct predictions, predictions) and the
   * next carried states.
   */
  gradient: Uint8Array;
  /**
   * The bytes of the graph of the update: from `parameters`, `slot_0`, …, `scalars`, and `gradient` and `sums`, each added up over all
   * parts, to `next_parameters`, `next_slot_0`, … and `scores` `[3]`: mean loss, correct predictions, predictions.
   */
  update: Uint8Array;
}

/**
 * Compiles data-parallel training, on batches that are split into parts; inputs are those of `trainingProgram` with the same
 * options, without the axis of steps.
 *
 * @returns Undefined if examples of a batch are not independent, as with batch normalization.
 * @throws {SpecError} As `trainingProgram`.
 * @throws {GraphError} As `trainingProgram`.
 */
export function dataParallelTraining(
  spec: ModelSpec | ResolvedModel,
  optimizer: OptimizerSpec,
  { loss = { type: 'softmax-cross-entropy' }, stateful = false, float = 'float32' }: TrainingOptions = {},
): DataParallelTraining | undefined {
  const model = resolveModel(spec);
  if (model.size === 0) throw new SpecError('The model has no parameters to train.');
  const gradient = gradientGraph(model, { loss, stateful, float });
  return (
    gradient && {
      gradient: serialize(gradient),
      update: serialize(updateGraph(model, optimizer, float)),
    }
  );
}

function gradientGraph(
  model: ResolvedModel,
  { loss, stateful, float }: Required<Pick<TrainingOptions, 'loss' | 'stateful' | 'float'>>,
): Graph | undefined {
  const graph = new Graph();
  const declare = ({ name, type, shape }: TensorSpec): Value => graph.input(name, type, shape);
  const parameters = declare({ name: 'parameters', type: float, shape: [model.size] });
  const inputs = modelInputs(model, float).map(declare);
  const targets = declare(targetsOf(model, lossOf(loss), float));
  const pass = trainingPass(
    model,
    inputs,
    unpackWeights(model, parameters),
    float,
    declare,
    stateful ? declare : undefined,
  );
  if (pass.averages.size > 0) return undefined;
  const scores = sumScores(lossOf(loss), pass.output, targets);
  const sums = [scores.losses, scores.weights, scores.correct, scores.counts].map(sumAll);
  const [gradient] = gradients(sums[0]!, [parameters]);
  graph.output('gradient', gradient!);
  graph.output('sums', concat(sums.map((sum) => reshape(sum, [1]))));
  for (const { tensor, next } of pass.carried) graph.output(`next_${tensor.name}`, next);
  transposeLoopProducts(graph);
  rowSumsToProducts(graph);
  return graph;
}

function updateGraph(model: ResolvedModel, optimizer: OptimizerSpec, float: DataType): Graph {
  const graph = new Graph();
  const rule = optimizerRule(optimizer);
  const size = model.size;
  const vector = (name: string) => graph.input(name, float, [size]);
  const parameters = vector('parameters');
  const slots = Array.from({ length: rule.transform.slots }, (_, k) => vector(`slot_${k}`));
  const row = graph.input('scalars', float, [rule.width]);
  const sum = vector('gradient');
  const [losses, weights, correct, counts] = split(graph.input('sums', float, [4]), 4);
  const weight = divisor(weights!);
  const gradient = div(sum, weight);
  const { next, slots: nextSlots } = optimizerStep(model.parameters, rule, gradient, parameters, slots, row);
  graph.output('next_parameters', next);
  nextSlots.forEach((slot, k) => {
    graph.output(`next_slot_${k}`, asOutput(graph, slot));
  });
  graph.output('scores', concat([div(losses!, weight), correct!, counts!]));
  return graph;
}
