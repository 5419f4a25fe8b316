/**
 * The type of a cell, by which its text becomes a value: a string, a number, a whole number, a boolean (`true`, `false`,
 * `1`, `0` in any case) or whatever a function makes of it. A function refuses a cell by throwing.
 */
export type CellType = 'string' | 'number' | 'integer' | 'boolean' | ((text: string) => unknown);

/** The type of the values that a {@link CellType} makes. */
export type CellValue<Type> = Type extends 'number' | 'integer'
  ? number
  : Type extends 'boolean'
    ? boolean
    : Type extends (text: string) => infer Value
      ? Value
      : string;

/** Makes a value of a cell; undefined means that the cell is not one of its type. */
export type CellReader = (text: string) => unknown;

/** The named types: what a cell must be, and how it is read. */
export const CELL_TYPES: Readonly<
  Record<'number' | 'integer' | 'boolean', { readonly expected: string; readonly read: CellReader }>
> = {
  number: { expected: 'a number', read: readNumber },
  integer: { expected: 'an integer', read: readInteger },
  boolean: { expected: 'true, false, 1 or 0', read: readBoolean },
};

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const NOT_FINITE = /^\s*([+-]?)(?:(nan)|inf(?:inity)?)\s*$/i;

function readNumber(text: string): number | undefined {
  if (isDecimal(text)) {
    const value = Number(text);
    if (!Number.isNaN(value)) return value;
  }
  if (NUMBER.test(text)) return Number(text);
  const match = NOT_FINITE.exec(text);
  if (match === null) return undefined;
  if (match[2] !== undefined) return Number.NaN;
  return match[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Integers beyond 2⁵³ would be rounded, so they are none. */
function readInteger(text: string): number | undefined {
  if (!isDigits(text) && !/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

function readBoolean(text: string): boolean | undefined {
  switch (text.trim().toLowerCase()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      return undefined;
  }
}

/** Whether there is nothing but what decimal numbers are made of: nearly always so, and a loop is faster than a pattern. */
function isDecimal(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const other = code === 46 || code === 45 || code === 43 || code === 101 || code === 69; // . - + e E
    if ((code < 48 || code > 57) && !other) return false;
  }
  return text.length > 0;
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return text.length > 0;
}
