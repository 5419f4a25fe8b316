import { type ModelSpec, type ResolvedModel, resolveModel } from '@rnnlab/models';
import { Graph } from '../graph/graph.js';
import { serialize } from '../graph/serialize.js';
import { lossOf, sumScores } from '../losses.js';
import { graphOps, lowerModel } from '../lowering/graph-ops.js';
import { recurrentScan } from '../lowering/recurrent-scan.js';
import { asOutput } from '../ops/scan-node.js';
import { carriedStates, evaluationMode } from './forward.js';
import { declare, modelInputs, type TensorSpec, targetsOf, unpackWeights } from './model.js';
import type { TrainingOptions } from './training.js';

/** A graph that scores one batch with given parameters. */
export interface EvaluationProgram {
  /** The bytes of the ONNX file. */
  model: Uint8Array;
  /** Inputs beside `parameters` and `carried`. */
  data: TensorSpec[];
  /** Recurrent states that are carried from batch to batch: inputs, the same with `next_` before them outputs. */
  carried: TensorSpec[];
}

/** The outputs of an evaluation: sums of each example, `[batch]`, and the model's `outputs`, time-major. */
export const EVALUATION_OUTPUTS = ['losses', 'correct', 'counts', 'outputs'] as const;

/**
 * Compiles the evaluation of a model: forward pass and loss, without dropout. Parameters are an input, so one
 * program serves every state of a training.
 *
 * @param options - As those of `trainingProgram`.
 * @throws {SpecError} If the model cannot be built.
 * @throws {GraphError} If the model does not fit the loss.
 */
export function evaluationProgram(
  spec: ModelSpec | ResolvedModel,
  {
    loss = { type: 'softmax-cross-entropy' },
    stateful = false,
    float = 'float32',
  }: Pick<TrainingOptions, 'loss' | 'stateful' | 'float'> = {},
): EvaluationProgram {
  const model = resolveModel(spec);
  const graph = new Graph();
  const parameters = graph.input('parameters', float, [model.size]);
  const data = [...modelInputs(model, float), targetsOf(model, lossOf(loss), float)];
  const inputs = declare(graph, data);
  const states = carriedStates(float, ({ name, type, shape }) => graph.input(name, type, shape));
  const ops = graphOps({
    ...evaluationMode,
    recurrent: (options) => recurrentScan(ops, options, stateful ? states.carry(options) : {}),
  });
  const output = lowerModel(model, inputs.slice(0, -1), unpackWeights(model, parameters), ops);
  const { losses, correct, counts } = sumScores(lossOf(loss), output, inputs.at(-1)!);
  const results = { losses, correct, counts, outputs: output.value };
  for (const name of EVALUATION_OUTPUTS) graph.output(name, asOutput(graph, results[name]));
  for (const { tensor, next } of states.carried) graph.output(`next_${tensor.name}`, next);
  return { model: serialize(graph), data, carried: states.carried.map(({ tensor }) => tensor) };
}
