import { checkSizes } from '@rnnlab/model-file';
import { type GraphProto, TensorProto_DataType, type ValueInfoProto } from 'onnx-buf';
import { InferenceError } from '../error.js';
import { checkConstant } from './check-constant.js';
import { checkInputs, type GraphInput, type ReadingCard } from './check-inputs.js';
import { dims, isTensor, signatures } from './tensor-info.js';

const { FLOAT, INT32 } = TensorProto_DataType;

/** An output of a layer that a file gives beside its predictions. */
export interface LayerInfo {
  name: string;
  /** True for a vector for each time step, `[batch, steps, features]`. */
  perStep: boolean;
  /** The output with the valid steps of each example, if they are others than those of the input. */
  lengths?: string | undefined;
}

/** What a graph reads, and what it gives beside `probabilities`. */
export interface GraphLayout extends GraphInput {
  layers: readonly LayerInfo[];
}

/**
 * Refuses a graph that does not read what the file says and give one probability per class, or for each step, or that
 * ONNX Runtime should not be handed.
 *
 * @param fileSize - Of the whole file, in bytes.
 */
export function checkGraph(graph: GraphProto, card: ReadingCard, fileSize: number): GraphLayout {
  const input = checkInputs(graph.input, card, fileSize);
  const output = graph.output.find(({ name }) => name === 'probabilities');
  const perStep = card.task === 'labeling';
  if (!isTensor(output, 'probabilities', FLOAT, perStep ? 3 : 2)) {
    const expected = perStep ? '[batch, steps, outputs]' : '[batch, classes]';
    throw new InferenceError(
      `the model gives ${signatures(graph.output)}, expected probabilities float ${expected}`,
    );
  }
  const size = dims(output).at(-1);
  checkSizes(card, { outputs: typeof size === 'number' ? size : undefined });
  for (const tensor of graph.initializer) checkConstant(tensor, fileSize);
  return { ...input, layers: layersOf(graph.output) };
}

/** Every float output but the predictions. */
function layersOf(outputs: readonly ValueInfoProto[]): LayerInfo[] {
  return outputs
    .filter((info) => !['probabilities', 'logits'].includes(info.name))
    .filter((info) => [2, 3, 4].some((rank) => isTensor(info, info.name, FLOAT, rank)))
    .map((info) => {
      const lengths = `${info.name}.lengths`;
      const told = outputs.some((other) => isTensor(other, lengths, INT32, 1));
      return { name: info.name, perStep: dims(info).length === 3, lengths: told ? lengths : undefined };
    });
}
