import { RnnlabError } from '@rnnlab/shared';
import { TensorProto_DataType as ElementType } from 'onnx-buf';

/** Element types that our graphs use. */
export type DataType = 'float32' | 'float64' | 'int32' | 'int64' | 'uint8' | 'bool';

/** A size: known, or a name for one that is only known when the graph runs. */
export type Dim = number | string;

export type Shape = readonly Dim[];

/** Data of a constant. */
export type Data = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** A graph that cannot be built: thrown by the call that would have made it wrong. */
export class GraphError extends RnnlabError {
  override readonly name = 'GraphError';
  readonly code = 'RNNLAB_GRAPH';
}

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

/** ONNX's number for an element type. */
export const elementTypes: Record<DataType, ElementType> = {
  float32: ElementType.FLOAT,
  float64: ElementType.DOUBLE,
  int32: ElementType.INT32,
  int64: ElementType.INT64,
  uint8: ElementType.UINT8,
  bool: ElementType.BOOL,
};
