import { DatasetError } from '../../error.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Decimal digits of one number; Python itself refuses to read more. */
const MOST_DIGITS = 4300;

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
    return String.fromCharCode(...this.line().subarray(0, MOST_DIGITS + 2));
  }

  /** The little-endian two's complement of `LONG1` and `LONG4`. */
  long(count: number): number | bigint {
    const at = this.#at;
    if (count > MOST_DIGITS) throw this.fault(at, `an int of ${count} bytes`, `at most ${MOST_DIGITS}`);
    const bytes = this.bytes(count);
    if (count === 0) return 0;
    let hex = '0x';
    for (let i = count - 1; i >= 0; i--) hex += bytes[i]!.toString(16).padStart(2, '0');
    const value = BigInt.asIntN(8 * count, BigInt(hex));
    return narrowed(value);
  }

  /** A line with an int: `123`, `123L` as a long of Python 2, or `00` and `01` for false and true. */
  decimal(): number | bigint | boolean {
    const at = this.#at;
    const text = this.asciiLine();
    if (text === '00' || text === '01') return text === '01';
    if (!/^-?\d+L?$/.test(text) || text.length > MOST_DIGITS) {
      throw this.fault(at, JSON.stringify(text.slice(0, 40)), 'an int');
    }
    return narrowed(BigInt(text.replace('L', '')));
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

function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
