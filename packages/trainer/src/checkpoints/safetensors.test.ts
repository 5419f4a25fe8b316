import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTensors, encodeTensors, type TensorFile } from './safetensors.js';

const tensor = fc
  .array(fc.nat(4), { maxLength: 3 })
  .chain((shape) =>
    fc
      .float32Array({ ...sized(shape.reduce((a, b) => a * b, 1)), noNaN: false })
      .map((data) => ({ shape, data })),
  );
const file: fc.Arbitrary<TensorFile> = fc.record({
  tensors: fc.dictionary(fc.string({ unit: 'binary' }), tensor, { maxKeys: 5, noNullPrototype: true }),
  metadata: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
});

function sized(length: number): { minLength: number; maxLength: number } {
  return { minLength: length, maxLength: length };
}

/** A file with any header. */
function withHeader(header: unknown, data = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

test('an encoded file decodes to the same tensors and metadata', () => {
  fc.assert(
    fc.property(file, (content) => {
      fc.pre(!('__metadata__' in content.tensors));
      const read = decodeTensors(encodeTensors(content));
      expect(read.metadata).toEqual(content.metadata);
      expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(content.tensors).sort());
      for (const [name, { shape, data }] of Object.entries(content.tensors)) {
        expect(read.tensors[name]).toEqual({ shape, data });
      }
    }),
  );
});

test('the bytes follow the format', () => {
  const bytes = encodeTensors({
    tensors: {
      b: { shape: [2, 1], data: Float32Array.of(1, -2) },
      a: { shape: [], data: Float32Array.of(3) },
    },
    metadata: { k: 'é' },
  });
  const view = new DataView(bytes.buffer);
  const length = Number(view.getBigUint64(0, true));
  const json = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  expect(json.trimEnd()).toBe(
    '{"__metadata__":{"k":"é"},"b":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},' +
      '"a":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}',
  );
  expect(json).toMatch(/} {0,7}$/);
  expect([0, 4, 8].map((at) => view.getFloat32(8 + length + at, true))).toEqual([1, -2, 3]);
  expect(bytes).toHaveLength(8 + length + 12);
});

test('data start at a multiple of 8 bytes, however long the header', () => {
  for (let k = 0; k < 16; k++) {
    const bytes = encodeTensors({ tensors: {}, metadata: { k: 'x'.repeat(k) } });
    expect(bytes.length % 8).toBe(0);
  }
});

test('a part of a larger buffer is read like a file of its own', () => {
  const bytes = encodeTensors({ tensors: { a: { shape: [2], data: Float32Array.of(1, 2) } }, metadata: {} });
  const larger = new Uint8Array(bytes.length + 10);
  larger.set(bytes, 3);
  for (const part of [larger.subarray(3, 3 + bytes.length), Buffer.from(larger.buffer, 3, bytes.length)]) {
    expect(decodeTensors(part).tensors.a).toEqual({ shape: [2], data: Float32Array.of(1, 2) });
  }
});

test('a tensor that is part of a larger vector is written alone', () => {
  const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  const { tensors } = decodeTensors(encodeTensors({ tensors: { a: { shape: [2], data } }, metadata: {} }));
  expect(tensors.a!.data).toEqual(Float32Array.of(2, 3));
});

test('tensors may be in another order in the header than in the data, and metadata may be missing', () => {
  const header = { b: { ...entry, data_offsets: [8, 16] }, a: entry };
  const bytes = withHeader(header, 16);
  new DataView(bytes.buffer).setFloat32(bytes.length - 4, 5, true);
  const { tensors, metadata } = decodeTensors(bytes);
  expect(tensors).toEqual({
    a: { shape: [2], data: Float32Array.of(0, 0) },
    b: { shape: [2], data: Float32Array.of(0, 5) },
  });
  expect(metadata).toEqual({});
});

test.each<[string, Uint8Array]>([
  ['It is not a safetensors file: its header is cut off.', new Uint8Array(0)],
  ['It is not a safetensors file: its header is cut off.', new Uint8Array(7)],
  ['It is not a safetensors file: its header is cut off.', new Uint8Array(100).fill(255)],
  ['It is not a safetensors file: its header is not JSON.', new Uint8Array(16)],
  ['It is not a safetensors file: its header is not JSON.', withHeader('{"a":')],
  ['It is not a safetensors file: its header is not an object.', withHeader('null')],
  ['It is not a safetensors file: its header is not an object.', withHeader([entry])],
  ['It is not a safetensors file: its metadata are not strings.', withHeader({ __metadata__: { a: 1 } })],
  ['It is not a safetensors file: its metadata are not strings.', withHeader({ __metadata__: 'a' })],
  ['Tensor a has element type F16, expected F32.', withHeader({ a: { ...entry, dtype: 'F16' } }, 8)],
  ['Tensor a has element type none, expected F32.', withHeader({ a: null })],
  ['Tensor a has element type none, expected F32.', withHeader({ a: { dtype: { toString: 1 } } })],
  ['Tensor a has no valid shape.', withHeader({ a: { ...entry, shape: [-2] } }, 8)],
  ['Tensor a has no valid shape.', withHeader({ a: { ...entry, shape: 2 } }, 8)],
  [
    'The data of tensor a are not as long as its shape [3] says.',
    withHeader({ a: { ...entry, shape: [3] } }, 8),
  ],
  ['The data of tensor a are not as long', withHeader({ a: { ...entry, shape: [2 ** 52, 2 ** 52] } }, 8)],
  ['The data of tensor a are not as long', withHeader({ a: { ...entry, data_offsets: [8, 0] } }, 8)],
  ['The data of tensor a are not as long', withHeader({ a: { dtype: 'F32', shape: [2] } }, 8)],
  ['The data of tensor a are not as long', withHeader({ a: { ...entry, data_offsets: ['0', '8'] } }, 8)],
  ['The file ends before tensor a does.', withHeader({ a: entry }, 7)],
  [
    'The file ends before tensor a does.',
    withHeader({ a: { ...entry, shape: [2 ** 50], data_offsets: [0, 2 ** 52] } }),
  ],
  [
    'The data of tensor a are not where those before it end.',
    withHeader({ a: { ...entry, data_offsets: [4, 12] } }, 12),
  ],
  ['The data of tensor b are not where those before it end.', withHeader({ a: entry, b: entry }, 8)],
  ['The file has 4 bytes after its last tensor.', withHeader({ a: entry }, 12)],
])('%s', (message, bytes) => {
  expect(() => decodeTensors(bytes)).toThrow(message);
});

test('a damaged file is read or refused with a sentence, never with an internal error', () => {
  const good = encodeTensors({
    tensors: {
      kernel: { shape: [2, 3], data: new Float32Array(6) },
      bias: { shape: [3], data: new Float32Array(3) },
    },
    metadata: { progress: '{"epoch":1}' },
  });
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  const damaged = fc.tuple(fc.array(change, { maxLength: 4 }), fc.nat(good.length)).map(([changes, end]) => {
    const bytes = good.slice();
    for (const [at, value] of changes) bytes[at] = value;
    return end % 3 === 0 ? bytes.subarray(0, end) : bytes;
  });
  fc.assert(
    fc.property(damaged, (bytes) => {
      try {
        const { tensors } = decodeTensors(bytes);
        const size = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
        expect(size).toBeLessThanOrEqual(bytes.length);
      } catch (error) {
        expect((error as Error).constructor).toBe(Error);
        expect((error as Error).message).toMatch(/^(It is not|Tensor|The data|The file).*\.$/s);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a tensor that does not fit its shape, or that takes the name of the metadata, is not written', () => {
  const data = new Float32Array(3);
  expect(() => encodeTensors({ tensors: { a: { shape: [2], data } }, metadata: {} })).toThrow(
    'Tensor a has 3 entries, expected 2 for [2].',
  );
  expect(() => encodeTensors({ tensors: { __metadata__: { shape: [3], data } }, metadata: {} })).toThrow(
    'A tensor cannot be called __metadata__.',
  );
});
