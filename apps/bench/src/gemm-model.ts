import { create, toBinary } from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProto_DataType,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';

/**
 * An ONNX model that multiplies `x` by `w`, both square, some times in a row, and gives the largest entry: so
 * little that reading it takes no time. `w` is an input, as weights are in training: ONNX Runtime cannot pack it
 * beforehand.
 */
export function gemmModel(size: number, products: number): Uint8Array {
  const matrix = (name: string, dims: number[]) => {
    const dim = dims.map((n) =>
      create(TensorShapeProto_DimensionSchema, { value: { case: 'dimValue', value: BigInt(n) } }),
    );
    const value = create(TypeProto_TensorSchema, {
      elemType: TensorProto_DataType.FLOAT,
      shape: create(TensorShapeProtoSchema, { dim }),
    });
    return create(ValueInfoProtoSchema, {
      name,
      type: create(TypeProtoSchema, { value: { case: 'tensorType', value } }),
    });
  };
  const node = (opType: string, input: string[], output: string) =>
    create(NodeProtoSchema, { opType, input, output: [output], name: output });
  const multiplications = Array.from({ length: products }, (_, k) =>
    node('MatMul', [k === 0 ? 'x' : `x${k}`, 'w'], `x${k + 1}`),
  );
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: 17n })],
      graph: create(GraphProtoSchema, {
        name: 'gemm',
        node: [...multiplications, node('ReduceMax', [`x${products}`], 'largest')],
        input: [matrix('x', [size, size]), matrix('w', [size, size])],
        output: [matrix('largest', [1, 1])],
      }),
    }),
  );
}
