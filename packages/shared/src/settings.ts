import { CUSTOM_NAME, isCustomName, undefinedSentence } from './custom-name.js';
import { shown } from './format.js';
import {
  aFunction,
  anything,
  aString,
  checkOptions,
  flag,
  isWholeNumber,
  type MakeError,
  oneOf,
  type Rule,
  wholeNumber,
} from './options.js';

/**
 * The values an option takes, in words of JSON Schema (draft 2020-12).
 *
 * `expected` and `check` say what JSON Schema cannot.
 */
export interface ValueSchema {
  readonly type?: 'integer' | 'number' | 'string' | 'boolean' | 'array' | undefined;
  readonly enum?: readonly (string | number)[] | undefined;
  readonly anyOf?: readonly ValueSchema[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly items?: ValueSchema | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  /** As in "must be …"; made from the rest by default. */
  readonly expected?: string | undefined;
  /** Whether a value that the rest accepts is one. */
  readonly check?: ((value: never) => boolean) | undefined;
  /** What the names of `enum` name, such as `cell`, where users can define more by a function such as `defineCell`. */
  readonly defines?: string | undefined;
}

/**
 * An option of a layer, a loss, a tokenizer or whatever else can be chosen: what it means, which values it takes, and its
 * default. Everything else is derived: its check, its type, its text in `--set`, its line in the help, its JSON Schema.
 */
export interface Option extends ValueSchema {
  readonly description: string;
  /** Without a default an option is required, unless it is `optional`. */
  readonly default?: unknown;
  /** True if it may have no value at all. */
  readonly optional?: boolean | undefined;
}

/** Options by their names. */
export type Options = Readonly<Record<string, Option>>;

/** The type of the values that a schema accepts. */
export type ValueOf<S> = S extends { readonly enum: readonly (infer Name)[] }
  ? Name
  : S extends { readonly anyOf: readonly (infer One)[] }
    ? ValueOf<One>
    : S extends { readonly type: 'integer' | 'number' }
      ? number
      : S extends { readonly type: 'boolean' }
        ? boolean
        : S extends { readonly type: 'string' }
          ? string
          : S extends {
                readonly type: 'array';
                readonly items: infer Item;
                readonly minItems: 2;
                readonly maxItems: 2;
              }
            ? readonly [ValueOf<Item>, ValueOf<Item>]
            : S extends { readonly type: 'array'; readonly items: infer Item }
              ? readonly ValueOf<Item>[]
              : unknown;

/** The checked values of some options, every default filled in. */
export type OptionValues<O extends Options> = {
  -readonly [K in keyof O]: O[K] extends { readonly optional: true }
    ? ValueOf<O[K]> | undefined
    : ValueOf<O[K]>;
};

type Omissible<O extends Options> = {
  [K in keyof O]: O[K] extends { readonly default: unknown } | { readonly optional: true } ? K : never;
}[keyof O];

/** What a user may write: options with a default, and optional ones, can be left out. */
export type OptionsInput<O extends Options> = {
  -readonly [K in Exclude<keyof O, Omissible<O>>]: ValueOf<O[K]>;
} & { -readonly [K in Omissible<O>]?: ValueOf<O[K]> | undefined };

/** A number from 0 up to, but not including, 1: the probability with which an entry is dropped, a decay. */
export const RATE = { type: 'number', minimum: 0, exclusiveMaximum: 1 } as const;

/** A number above 0. */
export const POSITIVE = { type: 'number', exclusiveMinimum: 0 } as const;

/** A whole number of at least 1. */
export const COUNT = { type: 'integer', minimum: 1 } as const;

/** The seed of a generator. */
export const SEED = { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 } as const;

/** What a value must be, as in "must be …". */
export function expectedOf(schema: ValueSchema): string {
  if (schema.expected !== undefined) return schema.expected;
  if (schema.enum)
    return schema.enum.length === 1 ? String(schema.enum[0]) : `one of ${schema.enum.join(', ')}`;
  if (schema.anyOf) return schema.anyOf.map(expectedOf).join(', or ');
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'string':
      return schema.minLength ? 'a string of one or more characters' : 'a string';
    case 'array':
      return `a list, each ${expectedOf(schema.items ?? {})}`;
    case 'integer':
      return `a whole number${rangeOf(schema)}`;
    case 'number':
      return `a number${rangeOf(schema)}`;
    default:
      return 'anything';
  }
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: ValueSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined && exclusiveMaximum !== undefined)
    return ` from ${minimum} up to, but not including, ${exclusiveMaximum}`;
  if (minimum !== undefined) return ` of at least ${minimum}`;
  if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}`;
  return '';
}

/** Whether a value is one that a schema accepts. */
export function accepts(schema: ValueSchema, value: unknown): boolean {
  const fits = schema.enum
    ? schema.enum.includes(value as never)
    : schema.anyOf
      ? schema.anyOf.some((one) => accepts(one, value))
      : hasType(schema, value);
  return fits && (schema.check?.(value as never) ?? true);
}

function hasType(schema: ValueSchema, value: unknown): boolean {
  switch (schema.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string' && value.length >= (schema.minLength ?? 0);
    case 'integer':
      return isWholeNumber(value, schema.minimum ?? Number.MIN_SAFE_INTEGER, schema.maximum);
    case 'number':
      return Number.isFinite(value) && isWithin(schema, value as number);
    case 'array': {
      const { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
      if (!Array.isArray(value) || value.length < minItems || value.length > maxItems) return false;
      return value.every((one) => accepts(items, one));
    }
    default:
      return true;
  }
}

const isWithin = (
  {
    minimum = Number.NEGATIVE_INFINITY,
    maximum = Number.POSITIVE_INFINITY,
    exclusiveMinimum = Number.NEGATIVE_INFINITY,
    exclusiveMaximum = Number.POSITIVE_INFINITY,
  }: ValueSchema,
  value: number,
): boolean => value >= minimum && value <= maximum && value > exclusiveMinimum && value < exclusiveMaximum;

/** A schema as a rule of {@link checkOptions}. */
export const ruleOf = (schema: ValueSchema): Rule => ({
  expected: expectedOf(schema),
  accepts: (value) => accepts(schema, value),
  explain: (value) => undefinedValue(schema, value),
});

/** The sentence about a name that a user may have defined in another process; undefined for any other value. */
export const undefinedValue = ({ defines }: ValueSchema, value: unknown): string | undefined =>
  defines !== undefined && isCustomName(value) ? undefinedSentence(defines, value) : undefined;

/**
 * Checks written options and fills in defaults.
 *
 * @param where - What the options belong to, the subject of an error's sentence: `Layer 2 (dense)`.
 * @throws `Wrong` for an unknown key (with the nearest valid one), a missing or a bad value.
 */
export function parseOptions<O extends Options>(
  options: O,
  written: unknown,
  where: string,
  Wrong: MakeError,
): OptionValues<O> {
  const rules = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, ruleOf(option)]));
  const required = Object.keys(options).filter((name) => isRequired(options[name]!));
  checkOptions(where, written, rules, Wrong, required);
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      (written as Record<string, unknown>)[name] ?? option.default,
    ]),
  ) as OptionValues<O>;
}

const isRequired = ({ default: fallback, optional }: Option): boolean => fallback === undefined && !optional;

/**
 * The text of `--set key=text` as a value; text that cannot be one comes back as it is, for the check to refuse. Items of a
 * list are separated by commas; `none` is no value.
 */
export function parseText(schema: ValueSchema & { optional?: boolean | undefined }, text: string): unknown {
  if (schema.optional && text === 'none') return null;
  if (schema.anyOf) {
    const values = schema.anyOf.map((one) => [one, parseText(one, text)] as const);
    return (values.find(([one, value]) => accepts(one, value)) ?? values[0]!)[1];
  }
  switch (schema.type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'integer':
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'array':
      return text.split(',').map((item) => parseText(schema.items ?? {}, item));
    default:
      return text;
  }
}

/** The JSON Schema of a value. */
export function jsonSchemaOf(option: ValueSchema & Partial<Option>): Record<string, unknown> {
  const { expected: _, check: __, optional: ___, defines, items, anyOf, ...rest } = option;
  // Of names that users define, a file has those that another process knows.
  const { enum: names, ...others } = rest;
  const open = defines !== undefined && names && { anyOf: [{ enum: names }, CUSTOM] };
  return Object.fromEntries(
    Object.entries({
      ...(open ? others : rest),
      ...open,
      ...(items && { items: jsonSchemaOf(items) }),
      ...(anyOf && { anyOf: anyOf.map(jsonSchemaOf) }),
    }).filter(([, value]) => value !== undefined),
  );
}

const CUSTOM = { type: 'string', pattern: CUSTOM_NAME } as const;

/** The JSON Schema of an object with some options. */
export const objectSchemaOf = (options: Options): Record<string, unknown> => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, jsonSchemaOf(option)]),
  ),
  required: Object.keys(options).filter((name) => isRequired(options[name]!)),
  additionalProperties: false,
});

const TYPES = ['integer', 'number', 'string', 'boolean', 'array'] as const;

const aNumber: Rule = { expected: 'a number', accepts: (value) => Number.isFinite(value) };
const schemas: Rule = {
  expected: 'a list of schemas',
  accepts: (value) => Array.isArray(value) && value.length > 0,
};

const schemaRules: Record<keyof ValueSchema, Rule> = {
  type: oneOf(TYPES),
  enum: {
    expected: 'a list of strings or numbers',
    accepts: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((one) => ['string', 'number'].includes(typeof one)),
  },
  anyOf: schemas,
  minimum: aNumber,
  maximum: aNumber,
  exclusiveMinimum: aNumber,
  exclusiveMaximum: aNumber,
  minLength: wholeNumber(0),
  items: anything,
  minItems: wholeNumber(0),
  maxItems: wholeNumber(0),
  expected: aString,
  check: aFunction,
  defines: aString,
};

const optionRules: Record<keyof Option, Rule> = {
  ...schemaRules,
  description: aString,
  default: anything,
  optional: flag,
};

/**
 * Checks the options that a definition of a user's declares, so that a mistake in them is found where they are written and not
 * where they are used.
 *
 * @param where - What declares them, the subject of an error's sentence: `The layer mine/scale`.
 * @param reserved - Names that no option may have.
 * @throws `Wrong` for a reserved name, an option that is no schema, and a default that the option does not take.
 */
export function checkDeclaredOptions(
  where: string,
  options: unknown,
  Wrong: MakeError,
  reserved: readonly string[] = [],
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new Wrong(`${where} must have its options by their names, received ${shown(options)}.`);
  }
  for (const [name, option] of Object.entries(options as Options)) {
    const what = `${where}, option ${shown(name)}`;
    if (reserved.includes(name)) {
      throw new Wrong(
        `${where} cannot have an option called ${shown(name)}, which has another meaning there.`,
      );
    }
    checkOptions(what, option, optionRules, Wrong, ['description']);
    checkSchema(what, option, Wrong);
    const { default: fallback } = option;
    if (fallback !== undefined && !accepts(option, fallback)) {
      throw new Wrong(`${what}: default must be ${expectedOf(option)}, received ${shown(fallback)}.`);
    }
  }
}

/** @throws `Wrong` for a schema that would accept anything, or that has one that does. */
function checkSchema(what: string, { type, enum: names, anyOf, items }: ValueSchema, Wrong: MakeError): void {
  if (type === undefined && !names && !anyOf) {
    throw new Wrong(`${what} needs type (${TYPES.join(', ')}), enum or anyOf: the values that it takes.`);
  }
  if (type === 'array' && items === undefined)
    throw new Wrong(`${what} needs items: the schema of one item.`);
  for (const part of [...(anyOf ?? []), ...(items === undefined ? [] : [items])]) {
    checkOptions(what, part, schemaRules, Wrong);
    checkSchema(what, part, Wrong);
  }
}
