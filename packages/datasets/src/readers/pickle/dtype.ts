import type { NumpyData } from './pickle-value.js';

interface ElementType {
  readonly name: string;
  readonly make: (buffer: ArrayBuffer) => NumpyData;
  readonly size: number;
}

/** Code of NumPy → type. */
const ELEMENT_TYPES: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['b1', { name: 'bool', size: 1, make: (buffer) => new Uint8Array(buffer) }],
  ['u1', { name: 'uint8', size: 1, make: (buffer) => new Uint8Array(buffer) }],
  ['i1', { name: 'int8', size: 1, make: (buffer) => new Int8Array(buffer) }],
  ['u2', { name: 'uint16', size: 2, make: (buffer) => new Uint16Array(buffer) }],
  ['i2', { name: 'int16', size: 2, make: (buffer) => new Int16Array(buffer) }],
  ['u4', { name: 'uint32', size: 4, make: (buffer) => new Uint32Array(buffer) }],
  ['i4', { name: 'int32', size: 4, make: (buffer) => new Int32Array(buffer) }],
  ['u8', { name: 'uint64', size: 8, make: (buffer) => new BigUint64Array(buffer) }],
  ['i8', { name: 'int64', size: 8, make: (buffer) => new BigInt64Array(buffer) }],
  ['f4', { name: 'float32', size: 4, make: (buffer) => new Float32Array(buffer) }],
  ['f8', { name: 'float64', size: 8, make: (buffer) => new Float64Array(buffer) }],
]);

const PLATFORM_ORDER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? '<' : '>';

/** The type of an array's elements while a pickle is read. */
export class DType {
  readonly name: string;
  readonly size: number;
  readonly #make: ElementType['make'];
  /** `<` little-endian, `>` big-endian, `|` of one byte. */
  order = '|';

  private constructor(type: ElementType) {
    this.name = type.name;
    this.size = type.size;
    this.#make = type.make;
  }

  /** @returns Undefined for a code such as `'O8'`, of what is not a plain number. */
  static of(code: string): DType | undefined {
    const type = ELEMENT_TYPES.get(code);
    return type && new DType(type);
  }

  /** @param bytes Whole elements. Those of one byte are used as they are, not copied. */
  elements(bytes: Uint8Array): NumpyData {
    if (this.size === 1 && this.name !== 'int8') return bytes;
    if (this.size === 1) return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    const own = bytes.slice();
    if ((this.order === '<' || this.order === '>') && this.order !== PLATFORM_ORDER) {
      for (let at = 0; at < own.length; at += this.size) own.subarray(at, at + this.size).reverse();
    }
    return this.#make(own.buffer);
  }
}
