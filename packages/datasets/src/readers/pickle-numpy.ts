import { shown } from '@rnnlab/shared';
import { latin1, latin1Bytes } from './pickle-input.js';

/** The elements of an array of NumPy. */
export type NumpyData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** An array of NumPy as data. */
export interface NumpyArray {
  /** The name of its type: `'uint8'`. `'bool'` is 0 and 1. */
  readonly dtype: string;
  /** The size of each dimension. */
  readonly shape: readonly number[];
  /** The elements, the last dimension running fastest, whichever way they were stored. */
  readonly data: NumpyData;
}

/** A key of a dict. Keys that are bytes, as Python 2 has them, become text. */
export type PickleKey = null | boolean | number | bigint | string;

/**
 * A value of a pickle. Lists and tuples are arrays, a dict is a Map, bytes and the strings of Python 2 are
 * bytes; an int beyond 2⁵³ is a bigint.
 */
export type PickleValue = PickleKey | Uint8Array | NumpyArray | PickleValue[] | Map<PickleKey, PickleValue>;

/** The names that pickles of plain data and NumPy arrays refer to. They stay names: nothing is called. */
const KNOWN_GLOBALS: ReadonlyMap<string, Global['role']> = new Map([
  ['numpy.core.multiarray._reconstruct', 'reconstruct'],
  ['numpy._core.multiarray._reconstruct', 'reconstruct'],
  ['numpy.core.numeric._frombuffer', 'frombuffer'],
  ['numpy._core.numeric._frombuffer', 'frombuffer'],
  ['numpy.core.multiarray.scalar', 'scalar'],
  ['numpy._core.multiarray.scalar', 'scalar'],
  ['numpy.ndarray', 'ndarray'],
  ['numpy.dtype', 'dtype'],
  ['_codecs.encode', 'encode'],
  ['__builtin__.bytes', 'bytes'],
  ['builtins.bytes', 'bytes'],
] as const);

/** A name that a pickle refers to. */
export class Global {
  readonly role: 'reconstruct' | 'frombuffer' | 'scalar' | 'ndarray' | 'dtype' | 'encode' | 'bytes';
  private constructor(role: Global['role']) {
    this.role = role;
  }

  /** @returns Undefined for a name that is not known. */
  static of(name: string): Global | undefined {
    const role = KNOWN_GLOBALS.get(name);
    return role && new Global(role);
  }
}

/** An array that a pickle makes first and fills later. */
export class ArrayInProgress implements NumpyArray {
  dtype = 'uint8';
  shape: readonly number[] = [0];
  data: NumpyData = new Uint8Array(0);
  #filled = false;

  /** Whether it has its elements. */
  get filled(): boolean {
    return this.#filled;
  }

  /** @returns What is wrong with the state, or undefined if it was taken. */
  fill(state: unknown): string | undefined {
    if (!Array.isArray(state) || state.length !== 5) return 'the state of an array that has not five parts';
    const [, shape, dtype, fortran, bytes] = state as unknown[];
    if (typeof fortran !== 'boolean') return 'an array that does not say how it is stored';
    return this.set(shape, dtype, fortran, bytes);
  }

  set(shape: unknown, dtype: unknown, fortran: boolean, bytes: unknown): string | undefined {
    if (!(dtype instanceof DType)) return 'an array without a type of its elements';
    if (!(bytes instanceof Uint8Array)) return 'an array whose elements are not bytes';
    if (!isShape(shape)) return 'an array whose shape is not made of sizes';
    const count = shape.reduce((product, size) => product * size, 1);
    if (count * dtype.size !== bytes.length) {
      return `an array of ${bytes.length} bytes for [${shape.slice(0, 8).join(', ')}] of ${dtype.name}`;
    }
    const elements = dtype.elements(bytes);
    this.dtype = dtype.name;
    this.shape = [...shape];
    this.data = fortran && shape.length > 1 ? toRowMajor(elements, shape) : elements;
    this.#filled = true;
    return undefined;
  }
}

/** The result that a call would have given. */
type ReduceResult = { readonly value: unknown } | { readonly fault: string };

/** Applies a known name to its arguments, as REDUCE would. */
export function reduce(global: Global, args: unknown): ReduceResult {
  const fault = { fault: `a use of ${global.role} that is not known` };
  if (!Array.isArray(args)) return fault;
  const [first, second, third, fourth] = args as unknown[];
  switch (global.role) {
    case 'reconstruct':
      // The shape [0] and the type b'b' that follow are replaced when the array is filled.
      return first instanceof Global && first.role === 'ndarray' ? { value: new ArrayInProgress() } : fault;
    case 'dtype': {
      const code = first instanceof Uint8Array ? latin1(first.subarray(0, 8)) : first;
      const dtype = typeof code === 'string' ? DType.of(code) : undefined;
      if (dtype !== undefined) return { value: dtype };
      return {
        fault: `the NumPy type ${shown(code)}, which is not one of numbers`,
      };
    }
    case 'frombuffer': {
      const array = new ArrayInProgress();
      if (fourth !== 'C' && fourth !== 'F') return fault;
      const wrong = array.set(third, second, fourth === 'F', first);
      return wrong === undefined ? { value: array } : { fault: wrong };
    }
    case 'scalar': {
      if (!(first instanceof DType && second instanceof Uint8Array && second.length === first.size))
        return fault;
      const [value] = first.elements(second);
      if (first.name === 'bool') return { value: value !== 0 };
      const safe = typeof value === 'bigint' && Number.isSafeInteger(Number(value));
      return { value: safe ? Number(value) : value };
    }
    case 'encode': {
      const bytes = typeof first === 'string' && isLatin1(second) ? latin1Bytes(first) : undefined;
      return bytes === undefined ? fault : { value: bytes };
    }
    case 'bytes':
      return args.length === 0 ? { value: new Uint8Array(0) } : fault;
    default:
      return fault;
  }
}

/** Python 3 names the encoding so, in any spelling that its pickler has used. */
function isLatin1(name: unknown): boolean {
  return name === 'latin1' || name === 'latin-1';
}

/** Sets the byte order that follows a type. @returns What is wrong with the state, or undefined. */
export function buildDType(dtype: DType, state: unknown): string | undefined {
  const [, found, subtype, names, fields] = Array.isArray(state) ? (state as unknown[]) : [];
  const order = found instanceof Uint8Array ? latin1(found.subarray(0, 2)) : found;
  const plain = (subtype ?? null) === null && (names ?? null) === null && (fields ?? null) === null;
  if (typeof order !== 'string' || !'<>|='.includes(order) || order.length !== 1 || !plain) {
    return 'a NumPy type with parts';
  }
  dtype.order = order;
  return undefined;
}

function isShape(shape: unknown): shape is readonly number[] {
  return (
    Array.isArray(shape) &&
    shape.length <= 64 &&
    shape.every((size) => typeof size === 'number' && Number.isInteger(size) && size >= 0)
  );
}

/** The same array, stored with the last dimension running fastest instead of the first. */
function toRowMajor(from: NumpyData, shape: readonly number[]): NumpyData {
  const to = from.slice() as NumpyData;
  const strides = shape.map((_, i) => shape.slice(0, i).reduce((product, size) => product * size, 1));
  const index = new Array<number>(shape.length).fill(0);
  let source = 0;
  for (let i = 0; i < to.length; i++) {
    to[i] = from[source]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return to;
}

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

  /** @param bytes - Whole elements. Those of one byte are used as they are, not copied. */
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
