import type { ModelSpec, Signal } from '@rnnlab/models';
import { Graph, type Value } from '../graph/graph.js';
import { serialize } from '../graph/serialize.js';
import { graphOps } from '../lowering/graph-ops.js';
import { declare, lowerModel, modelInputs } from '../lowering/model.js';
import { hasFusedOperator, recurrentFused } from '../lowering/recurrent-fused.js';
import { recurrentScan } from '../lowering/recurrent-scan.js';
import { identity } from '../ops/identity.js';
import { matmul } from '../ops/matmul.js';
import { sigmoid } from '../ops/sigmoid.js';
import { softmax } from '../ops/softmax.js';
import { transpose } from '../ops/transpose.js';
import { constantWeights } from './constant-weights.js';
import { evaluationMode } from './forward.js';
import { addLayerOutputs, requireLayers } from './layer-outputs.js';

const probabilitiesOf = { softmax, sigmoid, identity: (x: Value) => identity(x) };

export interface InferenceOptions {
  /** Names of layers whose outputs the file gives too, such as `['conv1', 'pool1']`; see `resolveSpec`. */
  outputs?: readonly string[];
  /**
   * What makes probabilities of the logits: `softmax` (default) for one class of several, `sigmoid` for outputs that
   * are each true or false, as with the loss `binary-cross-entropy`, `identity` for a model that gives them itself.
   */
  probabilities?: keyof typeof probabilitiesOf;
}

/**
 * A trained model as an ONNX file that any runtime with operator set 17 can run, without the operators of
 * training. Inputs: `ids` `[batch, steps]` (or `features`) and `lengths` `[batch]`, int32. Outputs: `logits` and
 * `probabilities`, `[batch, classes]` or `[batch, steps, classes]`.
 *
 * Outputs of layers that are asked for have the layers' names and are float: `[batch, channels, height, width]` after
 * images, `[batch, steps, features]` after sequences, `[batch, features]`. Where a layer changes how many steps of an
 * example are valid, `<name>.lengths`, int32 `[batch]`, tells it.
 *
 * @param parameters - The flat vector of all parameters.
 * @param metadata - Strings to carry in the file: tokenizer, labels, provenance.
 * @throws SpecError if the model cannot be built or has no layer of that name; Error if the vector has another size.
 * @example
 * inferenceModel(spec, parameters, metadata, { outputs: ['conv1', 'pool1'] });
 */
export function inferenceModel(
  spec: ModelSpec,
  parameters: Float32Array,
  metadata: Record<string, string> = {},
  { outputs = [], probabilities = 'softmax' }: InferenceOptions = {},
): Uint8Array<ArrayBuffer> {
  requireLayers(spec, outputs);
  const graph = new Graph();
  const weights = constantWeights(graph, spec, parameters);
  const ops = graphOps({
    ...evaluationMode,
    recurrent: (options) =>
      hasFusedOperator(options.cell.name) ? recurrentFused(options) : recurrentScan(ops, options),
    linearTransposed: (x, table) => matmul(x, transpose(table)),
  });
  const inputs = declare(graph, modelInputs(spec));
  const asked = new Map<string, Signal<Value>>();
  const { value, shape } = lowerModel(spec, inputs, weights, ops, ({ name }, output) => {
    if (outputs.includes(name)) asked.set(name, output);
  });
  const batchMajor = shape.kind === 'sequence' ? transpose(value, [1, 0, 2]) : value;
  graph.output('probabilities', probabilitiesOf[probabilities](batchMajor));
  graph.output('logits', batchMajor);
  addLayerOutputs(graph, asked, inputs[1]);
  return serialize(graph, metadata);
}
