import {
  type GraphProto,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType,
  type ValueInfoProto,
} from 'onnx-buf';
import { InferenceError } from '../error.js';
import type { ModelCard } from './card.js';
import { checkInputs, type GraphInput } from './check-inputs.js';
import { dims, isTensor, signatures } from './tensor-info.js';

const { FLOAT, INT32, INT64 } = TensorProto_DataType;

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
export function checkGraph(graph: GraphProto, card: ModelCard, fileSize: number): GraphLayout {
  const input = checkInputs(graph.input, card, fileSize);
  const output = graph.output.find(({ name }) => name === 'probabilities');
  const perStep = 'task' in card && card.task === 'labelling';
  if (!isTensor(output, 'probabilities', FLOAT, perStep ? 3 : 2)) {
    const expected = perStep ? '[batch, steps, outputs]' : '[batch, classes]';
    throw new InferenceError(
      `the model gives ${signatures(graph.output)}, expected probabilities float ${expected}`,
    );
  }
  const size = dims(output).at(-1);
  const classes = card.labels.length;
  // What a model that labels steps gives need not have names.
  const named = !perStep || classes > 0;
  if (named && typeof size === 'number' && size !== classes) {
    throw new InferenceError(`the model has ${size} classes, but the file names ${classes} labels`);
  }
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

/** Where a slice ends that goes on to the end of an axis, whatever its size. */
const ENDS = [BigInt(Number.MAX_SAFE_INTEGER), 2n ** 63n - 1n];

function checkConstant(tensor: TensorProto, fileSize: number): void {
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL || tensor.externalData.length > 0) {
    throw new InferenceError(`the weights ${tensor.name} are in another file, expected one file with all`);
  }
  // Whole numbers in a graph are sizes and indices, and no size in it can exceed the file, which holds a weight
  // for each. A damaged one can make ONNX Runtime fill the memory of the machine, for minutes.
  const largest = integers(tensor).find((n) => (n > fileSize || n < -fileSize) && !ENDS.includes(BigInt(n)));
  if (largest !== undefined) {
    throw new InferenceError(
      `the ONNX file is damaged: constant ${tensor.name} holds the size ${largest}; copy or export it again`,
    );
  }
}

function integers({ dataType, rawData, int32Data, int64Data }: TensorProto): (number | bigint)[] {
  if (dataType !== INT32 && dataType !== INT64) return [];
  const width = dataType === INT32 ? 4 : 8;
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  const raw = Array.from({ length: Math.floor(rawData.length / width) }, (_, k) =>
    width === 4 ? view.getInt32(k * 4, true) : view.getBigInt64(k * 8, true),
  );
  return [...raw, ...int32Data, ...int64Data];
}
