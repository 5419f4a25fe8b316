import { type ModelSpec, type ResolvedModel, resolveModel, type Signal, SpecError } from '@rnnlab/models';
import { suggestion } from '@rnnlab/shared';
import { Graph, type Value } from '../graph/graph.js';
import { serialize } from '../graph/serialize.js';
import { graphOps, lowerModel } from '../lowering/graph-ops.js';
import { hasFusedOperator, recurrentFused } from '../lowering/recurrent-fused.js';
import { recurrentScan } from '../lowering/recurrent-scan.js';
import { sigmoid, softmax } from '../ops/activations.js';
import { identity } from '../ops/arithmetic.js';
import { oneHot } from '../ops/creation.js';
import { matmul } from '../ops/matmul.js';
import { asOutput } from '../ops/scan-node.js';
import { transpose } from '../ops/shape.js';
import { evaluationMode } from './forward.js';
import { declare, modelInputs, weightConstants } from './model.js';

const probabilitiesOf = { softmax, sigmoid, identity: (x: Value) => identity(x) };

/** Options of {@link inferenceModel}. */
export interface InferenceOptions {
  /** Names of layers whose outputs the file gives too, such as `['conv1', 'pool1']`; see `resolveModel` of `@rnnlab/models`. */
  outputs?: readonly string[];
  /**
   * How the logits become probabilities: `softmax` (default) for one class of several, `sigmoid` for outputs that
   * are each true or false, as with the loss `binary-cross-entropy`, `identity` for a model that gives them itself.
   */
  probabilities?: keyof typeof probabilitiesOf;
}

/**
 * Compiles a trained model to an ONNX file that any runtime with operator set 17 can run, without the operators of
 * training. Inputs: `ids` `[batch, steps]` (or `features`) and `lengths` `[batch]`, int32. Outputs: `logits` and
 * `probabilities`, `[batch, classes]` or `[batch, steps, classes]`.
 *
 * Outputs of layers have the layers' names and are float: `[batch, channels, height, width]` after
 * images, `[batch, steps, features]` after sequences, `[batch, features]`. Where a layer changes how many steps of an
 * example are valid, there is an output `<name>.lengths`, int32 `[batch]`.
 *
 * @param parameters - The flat vector of all parameters.
 * @param metadata - Strings to carry in the file: tokenizer, labels, provenance.
 * @throws {SpecError} If the model cannot be built or has no layer of that name.
 * @throws {Error} If the vector has another size.
 * @example
 * inferenceModel(spec, parameters, metadata, { outputs: ['conv1', 'pool1'] });
 */
export function inferenceModel(
  spec: ModelSpec | ResolvedModel,
  parameters: Float32Array,
  metadata: Record<string, string> = {},
  { outputs = [], probabilities = 'softmax' }: InferenceOptions = {},
): Uint8Array<ArrayBuffer> {
  const model = resolveModel(spec);
  checkLayerNames(model, outputs);
  const graph = new Graph();
  const weights = weightConstants(graph, model, parameters);
  const ops = graphOps({
    ...evaluationMode,
    recurrent: (options) =>
      hasFusedOperator(options.cell.name) ? recurrentFused(options) : recurrentScan(ops, options),
    linearTransposed: (x, table) => matmul(x, transpose(table)),
  });
  const inputs = declare(graph, modelInputs(model));
  const requested = new Map<string, Signal<Value>>();
  const { value, shape } = lowerModel(model, inputs, weights, ops, ({ name }, output) => {
    if (outputs.includes(name)) requested.set(name, output);
  });
  const batchMajor = shape.kind === 'sequence' ? transpose(value, [1, 0, 2]) : value;
  graph.output('probabilities', probabilitiesOf[probabilities](batchMajor));
  graph.output('logits', asOutput(graph, batchMajor));
  addLayerOutputs(graph, requested, inputs[1]);
  return serialize(graph, metadata);
}

/** Names of the inputs and outputs that a file has anyway. */
const reservedNames = ['ids', 'lengths', 'features', 'pixels', 'logits', 'probabilities'];

/** @throws {SpecError} If a model has no layer of a name, or its output cannot have that name. */
function checkLayerNames({ layers }: ResolvedModel, names: readonly string[]): void {
  const known = layers.map(({ name }) => name);
  for (const name of names) {
    if (!known.includes(name)) {
      throw new SpecError(`The model has no layer "${name}"${suggestion(name, known)}.`);
    }
    if (reservedNames.includes(name)) {
      throw new SpecError(
        `The output of layer "${name}" cannot be exported, as the file has a tensor of that name: call the layer otherwise.`,
      );
    }
  }
}

/**
 * Adds outputs of layers to a graph, batch-major, each under the name of its layer.
 *
 * @param lengths - The valid steps of the input, if it has any: only lengths that differ are outputs.
 */
function addLayerOutputs(
  graph: Graph,
  layers: ReadonlyMap<string, Signal<Value>>,
  lengths: Value | undefined,
): void {
  for (const [name, { shape, value, lengths: own }] of layers) {
    const vectors =
      shape.kind === 'sequence' && shape.oneHot ? oneHot(value, shape.features, 'float32') : value;
    // A value of its own: layers without effect, such as dropout, return their input.
    graph.output(name, shape.kind === 'sequence' ? transpose(vectors, [1, 0, 2]) : identity(vectors));
    if (own && own !== lengths) graph.output(`${name}.lengths`, identity(own));
  }
}
