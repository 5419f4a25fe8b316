/** The bytes end before the structure does. */
export class TruncatedError extends Error {}

const BYTE = 3;
const I16 = 4;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** Far above what files have, and far below what fills the memory. */
const MAX_ELEMENTS = 2 ** 24;
const MAX_DEPTH = 24;

/**
 * Walks over a structure in Thrift's compact protocol, in which Parquet keeps its metadata, before a parser
 * trusts its lengths: a list that claims to be longer than the bytes, a number without an end, structures in
 * structures without an end.
 *
 * @returns Where the structure ends.
 * @throws Truncated if the bytes end before, Error if it cannot be one.
 */
export function thriftEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  let elements = 0;

  function byte(): number {
    if (at >= bytes.length) throw new TruncatedError('it ends in the middle');
    return bytes[at++]!;
  }

  function skip(length: number): void {
    if (length > bytes.length - at) throw new TruncatedError('it ends in the middle');
    at += length;
  }

  function varint(longest: number): number {
    let value = 0;
    for (let index = 0; index < longest; index++) {
      const next = byte();
      value += (next & 0x7f) * 2 ** (7 * index);
      if (next < 0x80) return value;
    }
    throw new Error('it has a number that is too long');
  }

  function struct(depth: number): void {
    if (depth > MAX_DEPTH) throw new Error('its structures are nested too deeply');
    for (;;) {
      const header = byte();
      const type = header & 15;
      if (type === 0) return;
      if (header >> 4 === 0) varint(5);
      // A boolean is in the header itself.
      if (type > 2) value(type, depth);
    }
  }

  function value(type: number, depth: number): void {
    if (type >= 1 && type <= BYTE) skip(1);
    else if (type >= I16 && type <= I64) varint(type === I64 ? 10 : 5);
    else if (type === DOUBLE) skip(8);
    else if (type === BINARY) skip(varint(5));
    else if (type === STRUCT) struct(depth + 1);
    else if (type === LIST) list(depth + 1);
    else throw new Error(`it has a field of the unknown type ${type}`);
  }

  function list(depth: number): void {
    if (depth > MAX_DEPTH) throw new Error('its structures are nested too deeply');
    const header = byte();
    const size = header >> 4 === 15 ? varint(5) : header >> 4;
    elements += size;
    if (elements > MAX_ELEMENTS) throw new Error('its lists are too long');
    // Each element takes a byte or more.
    if (size > bytes.length - at) throw new TruncatedError('it ends in the middle');
    for (let index = 0; index < size; index++) value(header & 15, depth);
  }

  struct(0);
  return at;
}
