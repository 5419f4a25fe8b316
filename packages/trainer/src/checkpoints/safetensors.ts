/** The contents of a safetensors file: float32 tensors and strings. */
export interface TensorFile {
  tensors: Record<string, { shape: readonly number[]; data: Float32Array }>;
  metadata: Record<string, string>;
}

interface Entry {
  shape: number[];
  data_offsets: [number, number];
}

const METADATA = '__metadata__';

/**
 * Encodes a safetensors file: the header's length in 8 bytes, little-endian, a JSON header, the data.
 *
 * Source: https://github.com/huggingface/safetensors, "Format".
 *
 * @throws {Error} When a tensor's data does not fit its shape, or its name is the one that the format reserves for metadata.
 */
export function encodeTensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: [string, unknown][] = [[METADATA, metadata]];
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (name === METADATA) throw new Error(`A tensor cannot be called ${METADATA}.`);
    if (data.length !== product(shape)) {
      throw new Error(
        `Tensor ${name} has ${data.length} entries, expected ${product(shape)} for [${shape}].`,
      );
    }
    header.push([name, { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] }]);
    end += data.byteLength;
  }
  // The header is padded with spaces, so that the data start at a multiple of 8 bytes.
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
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
 * Decodes a file of {@link encodeTensors}, or any other float32 safetensors file.
 *
 * @throws {Error} When the bytes are not a safetensors file or have another element type.
 */
export function decodeTensors(bytes: Uint8Array): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length >= 8 ? Number(view.getBigUint64(0, true)) : Number.NaN;
  if (!(length <= bytes.length - 8)) throw new Error('It is not a safetensors file: its header is cut off.');
  const { [METADATA]: metadata = {}, ...entries } = parseHeader(bytes.subarray(8, 8 + length));
  if (!isObject(metadata) || Object.values(metadata).some((value) => typeof value !== 'string')) {
    throw new Error('It is not a safetensors file: its metadata are not strings.');
  }
  const content = bytes.subarray(8 + length);
  const checked = Object.entries(entries).map(([name, entry]) => ({ name, ...checkEntry(name, entry) }));
  // The format allows neither gaps nor overlaps, so that no file takes more memory than its own size.
  let end = 0;
  for (const { name, data_offsets: offsets } of checked.toSorted(byOffsets)) {
    if (offsets[0] !== end) throw new Error(`The data of tensor ${name} are not where those before it end.`);
    end = offsets[1];
    if (end > content.length) throw new Error(`The file ends before tensor ${name} does.`);
  }
  if (end !== content.length)
    throw new Error(`The file has ${content.length - end} bytes after its last tensor.`);
  const tensors = checked.map(({ name, shape, data_offsets: [from, to] }) => {
    const data = new Float32Array((to - from) / 4);
    new Uint8Array(data.buffer).set(content.subarray(from, to));
    return [name, { shape, data }] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Error('It is not a safetensors file: its header is not JSON.');
  }
  if (!isObject(header)) throw new Error('It is not a safetensors file: its header is not an object.');
  return header;
}

function checkEntry(name: string, entry: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  if (dtype !== 'F32') {
    throw new Error(
      `Tensor ${name} has element type ${typeof dtype === 'string' ? dtype.slice(0, 20) : 'none'}, expected F32.`,
    );
  }
  if (!areSizes(shape)) throw new Error(`Tensor ${name} has no valid shape.`);
  const [from = 0, to = 0] = areSizes(offsets) && offsets.length === 2 ? offsets : [0, -1];
  if (to - from !== 4 * product(shape)) {
    throw new Error(`The data of tensor ${name} are not as long as its shape [${shape}] says.`);
  }
  return { shape, data_offsets: [from, to] };
}

const byOffsets = ({ data_offsets: a }: Entry, { data_offsets: b }: Entry): number =>
  a[0] - b[0] || a[1] - b[1];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

const product = (shape: readonly number[]): number => shape.reduce((total, size) => total * size, 1);
