import { create, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import type { LanguageFile } from '../file/model-file.js';

const { FLOAT, INT32, INT64 } = TensorProto_DataType;

/** Names of the inputs and outputs of the graph, which no model of ours has. */
export const BLOCK_TENSORS = {
  previous: 'block/previous',
  start: (k: number) => `block/start_${k}`,
  given: 'block/given',
  noise: 'block/noise',
  scale: 'block/scale',
  last: 'block/last',
  end: (k: number) => `block/end_${k}`,
  samples: 'block/samples',
  logits: 'block/logits',
} as const;

/**
 * Wraps the graph of one time step into a decoding graph, which runs several (ONNX `Scan`) and samples between them by the
 * Gumbel-max trick, as each call of a runtime costs about as much as a step of a small model.
 *
 * Inputs: `previous` int32 `[batch]`, the last token; the states `start_0`, …; `given` int32 `[run, batch]`,
 * tokens to read instead of the sampled ones, or -1; `noise` float `[run, batch, vocabulary]`; `scale` float `[]`. A
 * step's sample is the largest of `logits · scale + noise`, the lowest id where several are equal, and never a suppressed one:
 * with standard Gumbel noise a sample of the softmax of the rest, without noise the likeliest token.
 *
 * Outputs: `last` int32 `[batch]`, `end_0`, …, `samples` int32 `[run, batch]`, `logits` float `[run, batch, vocabulary]`.
 */
export function decodingGraph({
  graph,
  opset,
  states,
  vocabulary,
  suppressed,
}: LanguageFile): Uint8Array<ArrayBuffer> {
  const { node, initializer } = graph;
  const stateOf = (name: string, units: number): ValueInfoProto => tensor(name, FLOAT, ['batch', units]);
  const row = (name: string): ValueInfoProto => tensor(name, FLOAT, ['batch', vocabulary]);
  const ids = (name: string): ValueInfoProto => tensor(name, INT32, ['batch']);

  const excluding = Float32Array.from({ length: vocabulary }, (_, id) =>
    suppressed.has(id) ? Number.NEGATIVE_INFINITY : 0,
  );

  const body = create(GraphProtoSchema, {
    name: 'step',
    input: [
      ids('body/previous'),
      ...states.map(({ name, units }) => stateOf(name, units)),
      ids('body/given'),
      row('body/noise'),
    ],
    node: [
      op('Greater', ['body/given', 'block/none'], ['body/is_given']),
      op('Where', ['body/is_given', 'body/given', 'body/previous'], ['body/id']),
      op('Unsqueeze', ['body/id', 'block/axis'], ['ids']),
      ...node,
      op('Squeeze', ['logits', 'block/axis'], ['body/logits']),
      op('Mul', ['body/logits', BLOCK_TENSORS.scale], ['body/scaled']),
      op('Add', ['body/scaled', 'block/hidden'], ['body/biased']),
      op('Add', ['body/biased', 'body/noise'], ['body/noisy']),
      op('ArgMax', ['body/noisy'], ['body/largest'], [int('axis', -1), int('keepdims', 0)]),
      op('Cast', ['body/largest'], ['body/sample'], [int('to', INT32)]),
      op('Identity', ['body/sample'], ['body/kept']),
    ],
    output: [
      ids('body/sample'),
      ...states.map(({ name, units }) => stateOf(`next_${name}`, units)),
      ids('body/kept'),
      row('body/logits'),
    ],
  });
  const scan = op(
    'Scan',
    [
      BLOCK_TENSORS.previous,
      ...states.map((_, k) => BLOCK_TENSORS.start(k)),
      BLOCK_TENSORS.given,
      BLOCK_TENSORS.noise,
    ],
    [
      BLOCK_TENSORS.last,
      ...states.map((_, k) => BLOCK_TENSORS.end(k)),
      BLOCK_TENSORS.samples,
      BLOCK_TENSORS.logits,
    ],
    [
      create(AttributeProtoSchema, { name: 'body', type: AttributeType.GRAPH, g: body }),
      int('num_scan_inputs', 2),
    ],
  );
  const outer = create(GraphProtoSchema, {
    name: 'block',
    input: [
      ids(BLOCK_TENSORS.previous),
      ...states.map(({ units }, k) => stateOf(BLOCK_TENSORS.start(k), units)),
      tensor(BLOCK_TENSORS.given, INT32, ['run', 'batch']),
      tensor(BLOCK_TENSORS.noise, FLOAT, ['run', 'batch', vocabulary]),
      tensor(BLOCK_TENSORS.scale, FLOAT, []),
    ],
    node: [scan],
    output: [
      ids(BLOCK_TENSORS.last),
      ...states.map(({ units }, k) => stateOf(BLOCK_TENSORS.end(k), units)),
      tensor(BLOCK_TENSORS.samples, INT32, ['run', 'batch']),
      tensor(BLOCK_TENSORS.logits, FLOAT, ['run', 'batch', vocabulary]),
    ],
    initializer: [
      ...initializer,
      constant('block/hidden', FLOAT, [vocabulary], excluding),
      constant('block/none', INT32, [], Int32Array.of(-1)),
      constant('block/axis', INT64, [1], BigInt64Array.of(1n)),
    ],
  });
  const opsetImport = [create(OperatorSetIdProtoSchema, { domain: '', version: opset })];
  const model = create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph: outer });
  return toBinary(ModelProtoSchema, model) as Uint8Array<ArrayBuffer>;
}

const op = (opType: string, input: string[], output: string[], attribute: AttributeProto[] = []): NodeProto =>
  create(NodeProtoSchema, { name: `${output[0]}_node`, opType, input, output, attribute });

const int = (name: string, value: number): AttributeProto =>
  create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });

const constant = (
  name: string,
  dataType: TensorProto_DataType,
  dims: number[],
  data: Float32Array | Int32Array | BigInt64Array,
): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dataType,
    dims: dims.map(BigInt),
    rawData: new Uint8Array(data.buffer as ArrayBuffer),
  });

function tensor(name: string, elemType: TensorProto_DataType, dims: (number | string)[]): ValueInfoProto {
  const dim = dims.map((size) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof size === 'number'
          ? { case: 'dimValue', value: BigInt(size) }
          : { case: 'dimParam', value: size },
    }),
  );
  const type = create(TypeProto_TensorSchema, {
    elemType,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: type } }),
  });
}
