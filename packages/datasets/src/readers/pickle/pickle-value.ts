/** What an array of NumPy holds. */
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
  readonly shape: readonly number[];
  /** The elements, the last dimension running fastest, whichever way they were stored. */
  readonly data: NumpyData;
}

/** A key of a dict. Keys that are bytes, as Python 2 has them, become text. */
export type PickleKey = null | boolean | number | bigint | string;

/**
 * What a pickle can hold here. Lists and tuples are arrays, a dict is a Map, bytes and the strings of Python 2 are
 * bytes; an int beyond 2⁵³ is a bigint.
 */
export type PickleValue = PickleKey | Uint8Array | NumpyArray | PickleValue[] | Map<PickleKey, PickleValue>;
