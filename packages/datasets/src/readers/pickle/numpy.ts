import { shown } from '@rnnlab/shared';
import { DType } from './dtype.js';
import { latin1, latin1Bytes } from './escaped-text.js';
import type { NumpyArray, NumpyData } from './pickle-value.js';

/** What pickles of plain data and NumPy arrays refer to by name. They are names here and stay so: nothing is called. */
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
    this.data = fortran && shape.length > 1 ? lastDimensionFastest(elements, shape) : elements;
    this.#filled = true;
    return undefined;
  }
}

/** What a call would have given. */
export type Outcome = { readonly value: unknown } | { readonly fault: string };

/** What a known name makes of its arguments. */
export function reduce(global: Global, args: unknown): Outcome {
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
function lastDimensionFastest(from: NumpyData, shape: readonly number[]): NumpyData {
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
