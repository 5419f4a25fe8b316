import { create, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { prune } from '../passes/prune.js';
import { type Attribute, Graph, type Node, type Value } from './graph.js';
import { elementTypes, GraphError } from './types.js';

/** The operator set of every graph: the newest that ONNX 1.12, the version in Debian 12, can check. */
export const OPSET = 17;
/** The file format that goes with operator set 17. */
const IR_VERSION = 8n;

/**
 * Serializes a graph as the bytes of an `.onnx` file, after removing everything that its outputs do not need.
 *
 * @param metadata - Strings to carry in the file's `metadata_props`.
 * @throws {GraphError} For metadata that are no strings.
 */
export function serialize(graph: Graph, metadata: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
  for (const [key, value] of Object.entries<unknown>(metadata)) {
    if (typeof value === 'string') continue;
    throw new GraphError(
      `Metadata "${key}" must be a string, received ${value === null ? 'null' : typeof value}: write objects by JSON.stringify.`,
    );
  }
  prune(graph);
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'RNNLab',
    opsetImport: [
      create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(OPSET) }),
      ...[...domainsOf(graph)].map((domain) => create(OperatorSetIdProtoSchema, { domain, version: 1n })),
    ],
    graph: graphProto(graph, 'main'),
    metadataProps: Object.entries(metadata).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    ),
  });
  return toBinary(ModelProtoSchema, model) as Uint8Array<ArrayBuffer>;
}

/** The operator sets of ONNX Runtime's own that a graph uses. */
function domainsOf(graph: Graph, domains = new Set<string>()): Set<string> {
  for (const { op, attributes } of graph.nodes) {
    if (op.domain) domains.add(op.domain);
    for (const attribute of Object.values(attributes)) {
      if (attribute instanceof Graph) domainsOf(attribute, domains);
    }
  }
  return domains;
}

function graphProto(graph: Graph, name: string): GraphProto {
  return create(GraphProtoSchema, {
    name,
    node: graph.nodes.map(nodeProto),
    input: graph.inputs.map(valueInfo),
    output: graph.outputs.map(valueInfo),
    initializer: graph.constants.map(({ name, type, shape, data }) =>
      create(TensorProtoSchema, {
        name,
        dims: shape.map((dim) => BigInt(dim)),
        dataType: elementTypes[type],
        rawData: new Uint8Array(data!.buffer, data!.byteOffset, data!.byteLength) as Uint8Array<ArrayBuffer>,
      }),
    ),
  });
}

function nodeProto({ op, inputs, outputs, attributes }: Node) {
  return create(NodeProtoSchema, {
    name: `${outputs[0]!.name}_node`,
    opType: op.type,
    domain: op.domain ?? '',
    input: inputs.map((input) => input.name),
    output: outputs.map((output) => output.name),
    attribute: Object.entries(attributes).map(([name, value]) => attributeProto(name, value)),
  });
}

function attributeProto(name: string, value: Attribute): AttributeProto {
  const proto = create(AttributeProtoSchema, { name });
  if (typeof value === 'number') {
    proto.type = AttributeType.INT;
    proto.i = BigInt(value);
  } else if (typeof value === 'string') {
    proto.type = AttributeType.STRING;
    proto.s = new TextEncoder().encode(value);
  } else if (value instanceof Graph) {
    proto.type = AttributeType.GRAPH;
    proto.g = graphProto(value, name);
  } else if ('float' in value) {
    proto.type = AttributeType.FLOAT;
    proto.f = value.float;
  } else if (value.length > 0 && typeof value[0] === 'string') {
    proto.type = AttributeType.STRINGS;
    proto.strings = (value as readonly string[]).map((text) => new TextEncoder().encode(text));
  } else {
    proto.type = AttributeType.INTS;
    proto.ints = (value as readonly number[]).map(BigInt);
  }
  return proto;
}

function valueInfo({ name, type, shape }: Value) {
  const dims = shape.map((dim) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof dim === 'number' ? { case: 'dimValue', value: BigInt(dim) } : { case: 'dimParam', value: dim },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: elementTypes[type],
    shape: create(TensorShapeProtoSchema, { dim: dims }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensor } }),
  });
}
