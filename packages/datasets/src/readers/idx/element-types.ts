/** The data of an IDX file. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface IdxElementType {
  readonly name: 'uint8' | 'int8' | 'int16' | 'int32' | 'float32' | 'float64';
  /** Bytes of one element. */
  readonly size: number;
  /** @param bytes Big-endian elements; those of one byte are used as they are, not copied. */
  read(bytes: Uint8Array): IdxData;
}

type Get = 'getInt16' | 'getInt32' | 'getFloat32' | 'getFloat64';

function swapped(
  name: IdxElementType['name'],
  make: (length: number) => Exclude<IdxData, Uint8Array | Int8Array>,
  get: Get,
): IdxElementType {
  const size = make(0).BYTES_PER_ELEMENT;
  return {
    name,
    size,
    read(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const data = make(bytes.length / size);
      for (let i = 0; i < data.length; i++) data[i] = view[get](i * size);
      return data;
    },
  };
}

/** The third byte of a file → the type of its elements. */
export const ELEMENT_TYPES: ReadonlyMap<number, IdxElementType> = new Map<number, IdxElementType>([
  [0x08, { name: 'uint8', size: 1, read: (bytes) => bytes }],
  [
    0x09,
    {
      name: 'int8',
      size: 1,
      read: (bytes) => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    },
  ],
  [0x0b, swapped('int16', (length) => new Int16Array(length), 'getInt16')],
  [0x0c, swapped('int32', (length) => new Int32Array(length), 'getInt32')],
  [0x0d, swapped('float32', (length) => new Float32Array(length), 'getFloat32')],
  [0x0e, swapped('float64', (length) => new Float64Array(length), 'getFloat64')],
]);
