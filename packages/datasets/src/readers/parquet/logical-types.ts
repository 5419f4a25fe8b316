import type { SchemaElement } from 'hyparquet';
import { kindOf, unitOf } from './schema.js';

/** The value of a cell of a Parquet file; see the table at `parquet`. */
export type ParquetValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | null
  | readonly ParquetValue[]
  | { readonly [name: string]: ParquetValue };

/** Values of one kind, as the decoders give them. */
export type Values = ArrayLike<unknown>;

/** A value that is valid in the file and has no equal in JavaScript. */
export class UnrepresentableError extends Error {}

/** Turns the values of a leaf as they lie in the file into what users see. Throws an Error that says what is wrong. */
export type Convert = (values: Values) => Values;

/** The conversion for a leaf; see `exact` at `parquet`. */
export function converterFor(element: SchemaElement, exact: boolean): Convert {
  switch (kindOf(element)) {
    case 'boolean':
      return (values) => values;
    case 'integer':
      return integers(element, exact);
    case 'float':
      return element.type === 'FIXED_LEN_BYTE_ARRAY' ? each(float16) : (values) => values;
    case 'decimal':
      return decimals(element, exact);
    case 'date':
      return each((days) => dateOf(Number(days) * 86_400_000));
    case 'time': {
      const perMilli = { MILLIS: 1, MICROS: 1e3, NANOS: 1e6 }[unitOf(element) ?? 'MILLIS'];
      return each((time) => Number(time) / perMilli);
    }
    case 'timestamp':
      return timestamps(element, exact);
    case 'json':
      return each((bytes) => JSON.parse(utf8(bytes as Uint8Array)));
    case 'text':
      return each((bytes) => utf8(bytes as Uint8Array));
    case 'uuid':
      return each(uuid);
    default:
      // Copies, so that to keep one value does not keep its page.
      return each((bytes) => new Uint8Array(bytes as Uint8Array));
  }
}

function each(convert: (value: unknown) => unknown): Convert {
  return (values) => {
    const converted = new Array<unknown>(values.length);
    for (let i = 0; i < values.length; i++) converted[i] = convert(values[i]);
    return converted;
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Error('a text is not UTF-8');
  }
}

function integers(element: SchemaElement, exact: boolean): Convert {
  const { type, converted_type: converted, logical_type: logical } = element;
  const unsigned =
    logical?.type === 'INTEGER' ? !logical.isSigned : (converted?.startsWith('UINT_') ?? false);
  if (type === 'INT32') {
    return (values) => {
      const array = values as Int32Array;
      return unsigned ? new Uint32Array(array.buffer, array.byteOffset, array.length) : array;
    };
  }
  return (values) => {
    const array = values as BigInt64Array;
    const wide = unsigned ? new BigUint64Array(array.buffer, array.byteOffset, array.length) : array;
    if (exact) return wide;
    const numbers = new Float64Array(wide.length);
    for (let i = 0; i < wide.length; i++) {
      const number = Number(wide[i]);
      if (!Number.isSafeInteger(number)) {
        throw new UnrepresentableError(
          `the integer ${wide[i]} is too large for a number without loss: read it with \`exact: true\``,
        );
      }
      numbers[i] = number;
    }
    return numbers;
  };
}

function decimals(element: SchemaElement, exact: boolean): Convert {
  const { logical_type: logical } = element;
  const scale = (logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0;
  if (!Number.isInteger(scale) || Math.abs(scale) > 1000) throw new Error(`a decimal has the scale ${scale}`);
  const digits = (value: unknown): string => {
    const unscaled = value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number | bigint);
    const text = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
    const shown = scale > 0 ? `${text.slice(0, -scale)}.${text.slice(-scale)}` : text + '0'.repeat(-scale);
    return unscaled < 0n ? `-${shown}` : shown;
  };
  // Read back from its digits, a number is the nearest one, which a division does not always give.
  return each(exact ? digits : (value) => Number(digits(value)));
}

/** A signed integer of any length. */
function bigEndian(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  if (bytes.length > 512) throw new Error(`a decimal has ${bytes.length} bytes`);
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt.asIntN(bytes.length * 8, BigInt(hex));
}

function timestamps(element: SchemaElement, exact: boolean): Convert {
  const perMilli = { MILLIS: 1n, MICROS: 1_000n, NANOS: 1_000_000n }[unitOf(element) ?? 'MILLIS'];
  const whole = (value: unknown): bigint =>
    element.type === 'INT96' ? nanosOfInt96(value as bigint) : BigInt(value as number | bigint);
  if (exact) return each(whole);
  return each((value) => {
    const time = whole(value);
    // Rounded down before 1970, too.
    const millis = time / perMilli - (time % perMilli < 0n ? 1n : 0n);
    return dateOf(Number(millis));
  });
}

/** The day of Julian day 0 is in the upper 32 bits, the nanoseconds of the day are below. */
function nanosOfInt96(value: bigint): bigint {
  const days = (value >> 64n) - 2_440_588n;
  return days * 86_400_000_000_000n + (value & 0xffff_ffff_ffff_ffffn);
}

function dateOf(millis: number): Date {
  const date = new Date(millis);
  if (!Number.isNaN(date.getTime())) return date;
  throw new UnrepresentableError('a date is beyond what Date can hold: read it with `exact: true`');
}

function uuid(value: unknown): string {
  const bytes = value as Uint8Array;
  if (bytes.length !== 16) throw new Error(`a UUID has ${bytes.length} bytes`);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function float16(value: unknown): number {
  const [low, high] = value as Uint8Array;
  if (low === undefined || high === undefined) throw new Error('a number of 16 bits has fewer');
  const bits = (high << 8) | low;
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
}
