import {
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType,
  type ValueInfoProto,
} from 'onnx-buf';
import { InferenceError } from '../error.js';

/** True for a tensor of this name, element type and number of axes. */
export function isTensor(
  info: ValueInfoProto | undefined,
  name: string,
  type: TensorProto_DataType,
  rank: number,
): info is ValueInfoProto {
  return info?.name === name && elementType(info) === type && dims(info).length === rank;
}

/** The sizes of a tensor's axes; names where a run decides. */
export function dims({ type }: ValueInfoProto): (number | string)[] {
  if (type?.value.case !== 'tensorType') return [];
  return (type.value.value.shape?.dim ?? []).map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : (value.value ?? '?'),
  );
}

const elementType = ({ type }: ValueInfoProto): number =>
  type?.value.case === 'tensorType' ? type.value.value.elemType : 0;

/** A tensor for a message: `ids int32 [batch, steps]`. */
function signature(info: ValueInfoProto): string {
  const type = TensorProto_DataType[elementType(info)]?.toLowerCase() ?? 'unknown';
  return `${info.name} ${type} [${dims(info).join(', ')}]`.slice(0, 100);
}

/** Several tensors for a message. */
export const signatures = (infos: readonly ValueInfoProto[]): string =>
  infos.map(signature).join(' and ') || 'nothing';

const { INT32, INT64 } = TensorProto_DataType;

/** Where a slice ends that goes on to the end of an axis, whatever its size. */
const ENDS = [BigInt(Number.MAX_SAFE_INTEGER), 2n ** 63n - 1n];

/**
 * Refuses a constant that ONNX Runtime should not be handed.
 *
 * @param fileSize - Of the whole file, in bytes.
 */
export function checkConstant(tensor: TensorProto, fileSize: number): void {
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
