import { RnnlabError } from '@rnnlab/shared';
import { TensorProto_DataType as ElementType } from 'onnx-buf';

/** The element types of tensors in graphs. */
export type DataType = 'float32' | 'float64' | 'int32' | 'int64' | 'uint8' | 'bool';

/** The size of an axis: a number, or a name if it is known at run time only. */
export type Dim = number | string;

/** The sizes of all axes. */
export type Shape = readonly Dim[];

/** The entries of a constant, row-major. */
export type Data = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** Reports a graph that cannot be built. Thrown by the call that would have made it invalid. */
export class GraphError extends RnnlabError {
  override readonly name = 'GraphError';
  readonly code = 'RNNLAB_GRAPH';
}

/** A shape as text: `[batch, 3]`. */
export const formatDims = (shape: Shape): string => `[${shape.join(', ')}]`;

/** Typed data from plain numbers. */
export function dataOf(type: DataType, numbers: readonly number[]): Data {
  switch (type) {
    case 'float32':
      return Float32Array.from(numbers);
    case 'float64':
      return Float64Array.from(numbers);
    case 'int32':
      return Int32Array.from(numbers);
    case 'int64':
      return BigInt64Array.from(numbers, BigInt);
    default:
      return Uint8Array.from(numbers);
  }
}

/** ONNX's numbers of the element types. */
export const elementTypes: Record<DataType, ElementType> = {
  float32: ElementType.FLOAT,
  float64: ElementType.DOUBLE,
  int32: ElementType.INT32,
  int64: ElementType.INT64,
  uint8: ElementType.UINT8,
  bool: ElementType.BOOL,
};
