import {
  type GraphProto,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType,
  type ValueInfoProto,
} from 'onnx-buf';
import { InferenceError } from '../error.js';

const { FLOAT, INT32, INT64 } = TensorProto_DataType;

/**
 * Refuses a graph that does not read token ids and give one probability per class, or that ONNX Runtime
 * should not be handed.
 *
 * @param classes - How many labels the metadata names.
 * @param fileSize - Of the whole file, in bytes.
 */
export function checkGraph(graph: GraphProto, classes: number, fileSize: number): void {
  const inputs = graph.input.map(signature).join(' and ');
  const [ids, lengths, ...others] = graph.input;
  if (!isTensor(ids, 'ids', INT32, 2) || !isTensor(lengths, 'lengths', INT32, 1) || others.length > 0) {
    throw new InferenceError(
      `the model reads ${inputs || 'nothing'}, expected ids int32 [batch, steps] and lengths int32 [batch]`,
    );
  }
  const output = graph.output.find(({ name }) => name === 'probabilities');
  if (!isTensor(output, 'probabilities', FLOAT, 2)) {
    const outputs = graph.output.map(signature).join(' and ');
    throw new InferenceError(
      `the model gives ${outputs || 'nothing'}, expected probabilities float [batch, classes]`,
    );
  }
  const size = dims(output)[1];
  if (typeof size === 'number' && size !== classes) {
    throw new InferenceError(`the model has ${size} classes, but the file names ${classes} labels`);
  }
  for (const tensor of graph.initializer) checkConstant(tensor, fileSize);
}

function checkConstant(tensor: TensorProto, fileSize: number): void {
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL || tensor.externalData.length > 0) {
    throw new InferenceError(`the weights ${tensor.name} are in another file, expected one file with all`);
  }
  // Whole numbers in a graph are sizes and indices, and no size in it can exceed the file, which holds a weight
  // for each. A damaged one can make ONNX Runtime fill the memory of the machine, for minutes.
  const largest = integers(tensor).find((n) => n > fileSize || n < -fileSize);
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

function isTensor(
  info: ValueInfoProto | undefined,
  name: string,
  type: TensorProto_DataType,
  rank: number,
): info is ValueInfoProto {
  return info?.name === name && elementType(info) === type && dims(info).length === rank;
}

function dims({ type }: ValueInfoProto): (number | string)[] {
  if (type?.value.case !== 'tensorType') return [];
  return (type.value.value.shape?.dim ?? []).map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : (value.value ?? '?'),
  );
}

const elementType = ({ type }: ValueInfoProto): number =>
  type?.value.case === 'tensorType' ? type.value.value.elemType : 0;

function signature(info: ValueInfoProto): string {
  const type = TensorProto_DataType[elementType(info)]?.toLowerCase() ?? 'unknown';
  return `${info.name} ${type} [${dims(info).join(', ')}]`.slice(0, 100);
}
