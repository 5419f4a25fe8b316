import { type ModelSpec, parameterCount } from '@rnnlab/models';
import { Graph } from '../graph/graph.js';
import { serialise } from '../graph/serialise.js';
import type { DataType } from '../graph/types.js';
import { type LossSpec, lossOf, sumScores } from '../losses/index.js';
import { graphOps } from '../lowering/graph-ops.js';
import { declare, lowerModel, modelInputs, type TensorSpec, unpack } from '../lowering/model.js';
import { recurrentScan } from '../lowering/recurrent-scan.js';
import { evaluationMode } from './forward.js';
import { targetsOf } from './targets.js';

/** A graph that scores one batch with given parameters. */
export interface EvaluationProgram {
  /** The bytes of the ONNX file. */
  model: Uint8Array;
  /** Inputs beside `parameters`. */
  data: TensorSpec[];
}

/** What an evaluation gives: `[batch]` sums of each example, and the model's outputs, time-major. */
export const EVALUATION_OUTPUTS = ['losses', 'correct', 'counts', 'outputs'] as const;

/**
 * Compiles the evaluation of a model: forward pass and loss, without dropout. Parameters are an input, so one
 * program serves every state of a training.
 *
 * @param options - `loss`: default softmax cross-entropy; `float`: element type, `float32` by default.
 * @throws SpecError if the model cannot be built, GraphError if it does not go with the loss.
 */
export function evaluationProgram(
  spec: ModelSpec,
  { loss = { type: 'softmax-cross-entropy' }, float = 'float32' }: { loss?: LossSpec; float?: DataType } = {},
): EvaluationProgram {
  const graph = new Graph();
  const parameters = graph.input('parameters', float, [parameterCount(spec)]);
  const data = [...modelInputs(spec, float), targetsOf(spec, lossOf(loss), float)];
  const inputs = declare(graph, data);
  const ops = graphOps({ ...evaluationMode, recurrent: (options) => recurrentScan(ops, options) });
  const output = lowerModel(spec, inputs.slice(0, -1), unpack(spec, parameters), ops);
  const { losses, correct, counts } = sumScores(lossOf(loss), output, inputs.at(-1)!);
  const results = { losses, correct, counts, outputs: output.value };
  for (const name of EVALUATION_OUTPUTS) graph.output(name, results[name]);
  return { model: serialise(graph), data };
}
