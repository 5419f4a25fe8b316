import { TensorProto_DataType as ElementType } from 'onnx-buf';
import type { DataType } from './types.js';

/** ONNX's number for an element type. */
export const elementTypes: Record<DataType, ElementType> = {
  float32: ElementType.FLOAT,
  float64: ElementType.DOUBLE,
  int32: ElementType.INT32,
  int64: ElementType.INT64,
  uint8: ElementType.UINT8,
  bool: ElementType.BOOL,
};
