import { create, toBinary } from '@bufbuild/protobuf';
import { type ModelSpec, parametersOf, resolveModel } from '@rnnlab/models';
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

type Resolved = ReturnType<typeof resolveModel>['layers'][number];

/**
 * FLOPs of the matrix products that a training step cannot do without: two for each entry of a kernel and each
 * position it is applied at; once forward, once for the kernel's gradient, and once more for the gradient of what it
 * is applied to, unless nothing before it is trained. Look-ups of rows, for embeddings and one-hot input, are no
 * products.
 */
export function gemmFlops(spec: ModelSpec, { batch, steps }: { batch: number; steps: number }): number {
  const parameters = parametersOf(spec);
  let flops = 0;
  for (const resolved of resolveModel(spec).layers) {
    const positions = batch * positionsOf(resolved, steps);
    for (const { name, layer, shape, size } of parameters) {
      if (layer !== resolved.index || shape.length < 2 || resolved.layer.type === 'embedding') continue;
      const readsInput = resolved.layer.type !== 'recurrent' || /\.0\.(forward|backward)\.kernel$/.test(name);
      if (readsInput && isOneHot(resolved)) continue;
      const inputIsTrained = !readsInput || parameters[0]!.layer < layer;
      flops += 2 * size * positions * (inputIsTrained ? 3 : 2);
    }
  }
  return flops;
}

const isOneHot = ({ input }: Resolved): boolean => input.kind === 'sequence' && input.oneHot === true;

/** Positions of one example that the kernels of a layer are applied at. */
function positionsOf({ output }: Resolved, steps: number): number {
  switch (output.kind) {
    case 'sequence':
      return output.steps ?? steps;
    case 'image':
      return output.height * output.width;
    default:
      return 1;
  }
}

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
