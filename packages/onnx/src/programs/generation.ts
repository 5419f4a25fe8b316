import {
  describeShape,
  type ModelSpec,
  type Ops,
  type RecurrentOptions,
  type ResolvedModel,
  resolveModel,
  SpecError,
} from '@rnnlab/models';
import { Graph, Value } from '../graph/graph.js';
import { serialize } from '../graph/serialize.js';
import { graphOps, lowerModel } from '../lowering/graph-ops.js';
import { hasFusedOperator, recurrentFused } from '../lowering/recurrent-fused.js';
import { recurrentScan } from '../lowering/recurrent-scan.js';
import { matmul } from '../ops/matmul.js';
import { transpose } from '../ops/shape.js';
import { evaluationMode } from './forward.js';
import { weightConstants } from './model.js';

/**
 * Compiles a trained language model to an ONNX file that reads any number of tokens and returns its states, so that
 * generation is one step per token. It needs operator set 17 and no operators of a runtime's own.
 *
 * Inputs: `ids` `[batch, steps]`, int32, and the recurrent states `state_0`, `state_1`, … `[batch, units]`, zeros
 * before the first token. They are in the order of the layers; of an LSTM h, then c. Outputs: `logits`
 * `[batch, steps, vocabulary]`, for each step those of the token after it, and `next_state_0`, …
 *
 * @param parameters - The flat vector of all parameters.
 * @param metadata - Strings to carry in the file: tokenizer, special ids, provenance.
 * @throws {SpecError} If the model does not predict the next token from those before it.
 * @throws {Error} If the vector has another size.
 */
export function generationModel(
  spec: ModelSpec | ResolvedModel,
  parameters: Float32Array,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const model = resolveModel(spec);
  checkLanguageModel(model);
  const graph = new Graph();
  const weights = weightConstants(graph, model, parameters);
  const ids = graph.input('ids', 'int32', ['batch', 'steps']);
  const next: Value[] = [];
  const ops: Ops<Value> = {
    ...graphOps({
      ...evaluationMode,
      recurrent(options: RecurrentOptions<Value>) {
        const first = next.length;
        const initial = Array.from({ length: options.cell.states }, (_, k) =>
          graph.input(`state_${first + k}`, 'float32', ['batch', options.units]),
        );
        const carry = { initial, final: (states: Value[]) => next.push(...states) };
        return hasFusedOperator(options.cell.name)
          ? recurrentFused(options, carry)
          : recurrentScan(ops, options, carry);
      },
      linearTransposed: (x, table) => matmul(x, transpose(table)),
    }),
    ...oneStepAtATime,
  };
  // Generation has texts of one length, so there is no padding and there are no lengths.
  const { value } = lowerModel(model, [ids, missingInput(graph)], weights, ops);
  graph.output('logits', transpose(value, [1, 0, 2]));
  for (const [k, state] of next.entries()) graph.output(`next_state_${k}`, state);
  return serialize(graph, metadata);
}

/** Of a layer of a user's own: what it cannot compute token by token, and the padding that there is none of. */
const severalSteps = (): never => {
  throw new SpecError(
    'A language model goes forward one token at a time; this layer looks at several steps at once.',
  );
};
const oneStepAtATime = {
  mask: (sequence: Value) => sequence,
  ...{ last: severalSteps, mean: severalSteps, max: severalSteps, windowLengths: severalSteps },
  ...{ convolveSequence: severalSteps, poolSequence: severalSteps },
};

/** @throws {SpecError} For any other model. */
function checkLanguageModel({ input, layers, output }: ResolvedModel): void {
  if (input.kind !== 'tokens' || input.steps !== undefined) {
    throw new SpecError(
      `A language model reads any number of tokens; this model reads ${describeShape(input)}.`,
    );
  }
  for (const { name, layer, options } of layers) {
    // These would see tokens that are still to be predicted, or some of those before anew at every step.
    if (options.bidirectional || ['conv1d', 'max-pool', 'average-pool'].includes(layer.type)) {
      throw new SpecError(
        `A language model goes forward one token at a time; layer "${name}" ${options.bidirectional ? 'reads in both directions' : 'looks at several steps at once'}.`,
      );
    }
  }
  if (output.kind !== 'sequence' || output.features !== input.vocabulary) {
    throw new SpecError(
      `A language model gives a logit for each of its ${input.vocabulary} tokens at every step; this model gives ${describeShape(output)}.`,
    );
  }
  if (!layers.some(({ layer }) => layer.type === 'recurrent')) {
    throw new SpecError('A language model needs a recurrent layer to remember by; this model has none.');
  }
}

/** The empty name of an optional input that a node does not have. */
const missingInput = (graph: Graph): Value => new Value(graph.root, '', 'int32', []);
