import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema } from 'onnx-buf';
import { InferenceError } from '../error.js';

/** An ONNX file taken apart. Weights are views of the file's bytes. */
export interface OnnxFile {
  graph: GraphProto;
  /** The version of ONNX's own operators. */
  opset: bigint;
  /** The strings that the file carries for whoever reads it (`metadata_props`). */
  metadata: Map<string, string>;
}

/**
 * Takes an ONNX file apart. ONNX Runtime for Node.js tells nothing of a file's metadata, and what it is given
 * should have been looked at first.
 *
 * @throws InferenceError if it is not an ONNX file, or only a part of one
 */
export function decode(bytes: Uint8Array): OnnxFile {
  if (bytes.length === 0) throw new InferenceError('the file is empty');
  const { irVersion, graph, opsetImport, metadataProps } = parse(bytes);
  if (irVersion < 1n || !graph || graph.node.length === 0) throw notOnnx(bytes);
  const opset = opsetImport.find(({ domain }) => domain === '')?.version ?? 0n;
  return { graph, opset, metadata: new Map(metadataProps.map(({ key, value }) => [key, value])) };
}

function parse(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch {
    throw notOnnx(bytes);
  }
}

function notOnnx(bytes: Uint8Array): InferenceError {
  // Files begin with the version of their format: the tag of field 1, then a small number.
  const began = bytes[0] === 8 && bytes[1]! < 32;
  return new InferenceError(
    began ? 'the ONNX file is damaged or cut off; copy or export it again' : 'it is not an ONNX file',
  );
}
