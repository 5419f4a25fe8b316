/** Float32 tensors and strings in one file. */
export interface TensorFile {
  tensors: Record<string, { shape: readonly number[]; data: Float32Array }>;
  metadata: Record<string, string>;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * Writes the safetensors format: the header's length in 8 bytes, little-endian, a JSON header, the data.
 * Source: https://github.com/huggingface/safetensors, "Format".
 */
export function encodeTensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  // Spaces after the header let the data start at a multiple of 8 bytes.
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + json.length) / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8 + json.length, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let offset = start;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * Reads what {@link encodeTensors} writes; other float32 safetensors files too.
 *
 * @throws Error if the bytes are not a safetensors file or hold another element type.
 */
export function decodeTensors(bytes: Uint8Array): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length >= 8 ? Number(view.getBigUint64(0, true)) : Number.NaN;
  if (!(length <= bytes.length - 8)) throw new Error('It is not a safetensors file: its header is cut off.');
  const header = parseHeader(bytes.subarray(8, 8 + length));
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors: TensorFile['tensors'] = {};
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(
    entries as Record<string, Entry>,
  )) {
    if (dtype !== 'F32') throw new Error(`Tensor ${name} has element type ${dtype}, expected F32.`);
    const part = bytes.slice(8 + length + offsets[0], 8 + length + offsets[1]);
    if (part.length !== offsets[1] - offsets[0]) throw new Error(`The file ends before tensor ${name} does.`);
    tensors[name] = { shape, data: new Float32Array(part.buffer) };
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Error('It is not a safetensors file: its header is not JSON.');
  }
}
