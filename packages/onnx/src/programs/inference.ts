import { type ModelSpec, parametersOf } from '@rnnlab/models';
import { Graph, type Value } from '../graph/graph.js';
import { serialise } from '../graph/serialise.js';
import { graphOps } from '../lowering/graph-ops.js';
import { declare, lowerModel, modelInputs } from '../lowering/model.js';
import { hasFusedOperator, recurrentFused } from '../lowering/recurrent-fused.js';
import { recurrentScan } from '../lowering/recurrent-scan.js';
import { matmul } from '../ops/matmul.js';
import { softmax } from '../ops/softmax.js';
import { transpose } from '../ops/transpose.js';
import { evaluationMode } from './forward.js';

/**
 * A trained model as an ONNX file that any runtime with operator set 17 can run, without the operators of
 * training. Inputs: `ids` `[batch, steps]` (or `features`) and `lengths` `[batch]`, int32. Outputs: `logits` and
 * `probabilities`, `[batch, classes]` or `[batch, steps, classes]`.
 *
 * @param parameters - The flat vector of all parameters.
 * @param metadata - Strings to carry in the file: tokenizer, labels, provenance.
 * @throws SpecError if the model cannot be built; Error if the vector has another size.
 */
export function inferenceModel(
  spec: ModelSpec,
  parameters: Float32Array,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const layout = parametersOf(spec);
  const total = layout.reduce((sum, { size }) => sum + size, 0);
  if (parameters.length !== total) {
    throw new Error(`The model has ${total} parameters, received a vector of ${parameters.length}.`);
  }
  const weights = new Map(
    layout.map(({ name, shape, size, offset }): [string, Value] => [
      name,
      graph.constant(name, 'float32', shape, parameters.slice(offset, offset + size)),
    ]),
  );
  const ops = graphOps({
    ...evaluationMode,
    recurrent: (options) =>
      hasFusedOperator(options.cell.name) ? recurrentFused(options) : recurrentScan(ops, options),
    linearTransposed: (x, table) => matmul(x, transpose(table)),
  });
  const { value, shape } = lowerModel(spec, declare(graph, modelInputs(spec)), weights, ops);
  const batchMajor = shape.kind === 'sequence' ? transpose(value, [1, 0, 2]) : value;
  graph.output('probabilities', softmax(batchMajor));
  graph.output('logits', batchMajor);
  return serialise(graph, metadata);
}
