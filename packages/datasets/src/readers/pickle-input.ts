import { DatasetError } from '../error.js';

/** Opcodes of the pickle protocols 0 to 5, as Python's `pickletools` names them. */
export const OPCODES = {
  MARK: 0x28,
  EMPTY_TUPLE: 0x29,
  STOP: 0x2e,
  POP: 0x30,
  POP_MARK: 0x31,
  DUP: 0x32,
  BINBYTES: 0x42,
  SHORT_BINBYTES: 0x43,
  FLOAT: 0x46,
  BINFLOAT: 0x47,
  INT: 0x49,
  BININT: 0x4a,
  BININT1: 0x4b,
  LONG: 0x4c,
  BININT2: 0x4d,
  NONE: 0x4e,
  PERSID: 0x50,
  BINPERSID: 0x51,
  REDUCE: 0x52,
  STRING: 0x53,
  BINSTRING: 0x54,
  SHORT_BINSTRING: 0x55,
  UNICODE: 0x56,
  BINUNICODE: 0x58,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  BUILD: 0x62,
  GLOBAL: 0x63,
  DICT: 0x64,
  APPENDS: 0x65,
  GET: 0x67,
  BINGET: 0x68,
  INST: 0x69,
  LONG_BINGET: 0x6a,
  LIST: 0x6c,
  OBJ: 0x6f,
  PUT: 0x70,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  SETITEM: 0x73,
  TUPLE: 0x74,
  SETITEMS: 0x75,
  EMPTY_DICT: 0x7d,
  PROTO: 0x80,
  NEWOBJ: 0x81,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  LONG4: 0x8b,
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE8: 0x8d,
  BINBYTES8: 0x8e,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  NEWOBJ_EX: 0x92,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
  BYTEARRAY8: 0x96,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
} as const;

const NAMES = new Map<number, string>(Object.entries(OPCODES).map(([name, code]) => [code, name]));

/** `'GLOBAL'`; a number in hexadecimal if there is no such opcode. */
export function opcodeName(code: number): string {
  return NAMES.get(code) ?? `0x${code.toString(16).padStart(2, '0')}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Decimal digits of one number; Python itself refuses to read more. */
const MAX_DIGITS = 4300;

/** The bytes of a pickle, read one argument of an opcode after the other. */
export class PickleInput {
  readonly file: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.file = file;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Bytes of the whole pickle. */
  get size(): number {
    return this.#bytes.length;
  }

  /** Where the next byte is. */
  get offset(): number {
    return this.#at;
  }

  /** A view, not a copy. */
  bytes(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A size, which is exact as a number wherever it fits the file. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** Big-endian, unlike all other numbers. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  text(count: number): string {
    const at = this.#at;
    try {
      return utf8.decode(this.bytes(count));
    } catch (error) {
      if (error instanceof DatasetError) throw error;
      throw this.fault(at, 'text that is not UTF-8', 'UTF-8');
    }
  }

  /** Up to the next line feed, which is passed. */
  line(): Uint8Array {
    const end = this.#bytes.indexOf(10, this.#at);
    const line = this.bytes(end < 0 ? this.#bytes.length + 1 : end - this.#at);
    this.#at++;
    return line;
  }

  asciiLine(): string {
    return String.fromCharCode(...this.line().subarray(0, MAX_DIGITS + 2));
  }

  /** The little-endian two's complement of `LONG1` and `LONG4`. */
  long(count: number): number | bigint {
    const at = this.#at;
    if (count > MAX_DIGITS) throw this.fault(at, `an int of ${count} bytes`, `at most ${MAX_DIGITS}`);
    const bytes = this.bytes(count);
    if (count === 0) return 0;
    let hex = '0x';
    for (let i = count - 1; i >= 0; i--) hex += bytes[i]!.toString(16).padStart(2, '0');
    const value = BigInt.asIntN(8 * count, BigInt(hex));
    return toNumberIfSafe(value);
  }

  /** A line with an int: `123`, `123L` as a long of Python 2, or `00` and `01` for false and true. */
  decimal(): number | bigint | boolean {
    const at = this.#at;
    const text = this.asciiLine();
    if (text === '00' || text === '01') return text === '01';
    if (!/^-?\d+L?$/.test(text) || text.length > MAX_DIGITS) {
      throw this.fault(at, JSON.stringify(text.slice(0, 40)), 'an int');
    }
    return toNumberIfSafe(BigInt(text.replace('L', '')));
  }

  /** A line with an index of the memo. */
  index(): number {
    const at = this.#at;
    const text = this.asciiLine();
    if (!/^\d{1,15}$/.test(text)) throw this.fault(at, JSON.stringify(text.slice(0, 40)), 'an index');
    return Number(text);
  }

  /** A line with a float. */
  decimalFloat(): number {
    const at = this.#at;
    const text = this.asciiLine();
    const named = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY }[text];
    if (named !== undefined) return named;
    if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
      throw this.fault(at, JSON.stringify(text.slice(0, 40)), 'a float');
    }
    return Number(text);
  }

  fault(offset: number, found: string, expected: string): DatasetError {
    return new DatasetError(`${this.file} has ${found} at byte ${offset}: expected ${expected}.`);
  }

  /** @returns Where it was. */
  #advance(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) {
      throw new DatasetError(
        `${this.file} ends in the middle of the pickle, at byte ${this.#bytes.length}: expected the rest of what begins at byte ${start}.`,
      );
    }
    this.#at += count;
    return start;
  }
}

function toNumberIfSafe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** A string literal of Python 2 in its quotes, of the opcode STRING; undefined if it is none. */
export function unquoteBytes(literal: Uint8Array): Uint8Array | undefined {
  const quote = literal[0];
  if (literal.length < 2 || (quote !== 39 && quote !== 34) || literal.at(-1) !== quote) return undefined;
  const text = latin1(literal.subarray(1, -1));
  const bytes: number[] = [];
  const part = /\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([nrtabfv\\'"]))|([^\\])/gy;
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) return undefined;
    const [, hex, octal, letter, plain] = match;
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 255);
    else bytes.push(letter === undefined ? plain!.charCodeAt(0) : ESCAPES[letter]!);
  }
  return Uint8Array.from(bytes);
}

/** The text of the opcode UNICODE: Latin-1 with `\u1234` and `\U00012345`; undefined if an escape is none. */
export function unescapeText(line: Uint8Array): string | undefined {
  let valid = true;
  const text = latin1(line).replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\[uU]/g, (_, short, long) => {
    const code = Number.parseInt(short ?? long ?? '', 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    valid = false;
    return '';
  });
  return valid ? text : undefined;
}

/** Each byte as the character of its number. */
export function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return parts.join('');
}

/** Each character as the byte of its number; undefined if one is no byte. */
export function latin1Bytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
