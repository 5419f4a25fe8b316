import { type ModelSpec, parameterCount } from '@rnnlab/models';
import { Graph } from '../graph/graph.js';
import { serialise } from '../graph/serialise.js';
import type { DataType } from '../graph/types.js';
import { scoreClasses } from '../losses/classification.js';
import { graphOps } from '../lowering/graph-ops.js';
import { declare, lowerModel, modelInputs, type TensorSpec, unpack } from '../lowering/model.js';
import { recurrentScan } from '../lowering/recurrent-scan.js';
import { targetsOf } from './targets.js';

/** A graph that scores one batch with given parameters. */
export interface EvaluationProgram {
  /** The bytes of the ONNX file. */
  model: Uint8Array;
  /** Inputs beside `parameters`. */
  data: TensorSpec[];
}

/** What an evaluation gives: `[batch]` sums of each example, and the logits. */
export const EVALUATION_OUTPUTS = ['losses', 'correct', 'counts', 'logits'] as const;

/**
 * Compiles the evaluation of a model: forward pass and loss, without dropout. Parameters are an input, so one
 * program serves every state of a training.
 *
 * @param options - `float`: element type, `float32` by default.
 * @throws SpecError if the model cannot be built.
 */
export function evaluationProgram(
  spec: ModelSpec,
  { float = 'float32' as DataType } = {},
): EvaluationProgram {
  const graph = new Graph();
  const parameters = graph.input('parameters', float, [parameterCount(spec)]);
  const data = [...modelInputs(spec, float), targetsOf(spec)];
  const inputs = declare(graph, data);
  const ops = graphOps({ dropout: (x) => x, recurrent: (options) => recurrentScan(ops, options) });
  const output = lowerModel(spec, inputs.slice(0, -1), unpack(spec, parameters), ops);
  const { losses, correct, counts } = scoreClasses(output, inputs.at(-1)!);
  const results = { losses, correct, counts, logits: output.value };
  for (const name of EVALUATION_OUTPUTS) graph.output(name, results[name]);
  return { model: serialise(graph), data };
}
