import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  accepts,
  COUNT,
  checkDeclaredOptions,
  expectedOf,
  jsonSchemaOf,
  type Options,
  type OptionsInput,
  type OptionValues,
  objectSchemaOf,
  POSITIVE,
  parseOptions,
  parseText,
  RATE,
  undefinedValue,
} from './settings.js';

class Wrong extends Error {}

const options = {
  units: { ...COUNT, description: 'Hidden size.' },
  cell: { enum: ['lstm', 'gru'], default: 'lstm', description: 'The cell.' },
  dropout: { ...RATE, default: 0, description: 'Dropout.' },
  nesterov: { type: 'boolean', default: false, description: 'Nesterov momentum.' },
  size: {
    anyOf: [COUNT, { type: 'array', items: COUNT, minItems: 2, maxItems: 2 }],
    expected: 'a whole number of at least 1, or two of them',
    default: 3,
    description: 'Height and width.',
  },
  weights: {
    type: 'array',
    items: POSITIVE,
    expected: 'numbers above 0',
    optional: true,
    description: 'Weights of classes.',
  },
  odd: {
    type: 'integer',
    check: (value: number) => value % 2 === 1,
    expected: 'an odd number',
    default: 1,
    description: 'Odd.',
  },
} as const satisfies Options;

const parse = (written: unknown) => parseOptions(options, written, 'The layer', Wrong);

describe('options', () => {
  it('have the types of their values', () => {
    expectTypeOf<OptionValues<typeof options>>().toEqualTypeOf<{
      units: number;
      cell: 'lstm' | 'gru';
      dropout: number;
      nesterov: boolean;
      size: number | readonly [number, number];
      weights: readonly number[] | undefined;
      odd: number;
    }>();
    expectTypeOf({ units: 1 }).toExtend<OptionsInput<typeof options>>();
    // @ts-expect-error: units are required.
    const wrong: OptionsInput<typeof options> = {};
    expect(wrong).toEqual({});
  });

  it('are filled in with defaults', () => {
    expect(parse({ units: 2, cell: undefined, weights: [1, 2] })).toEqual({
      ...{ units: 2, cell: 'lstm', dropout: 0, nesterov: false, size: 3, weights: [1, 2], odd: 1 },
    });
    expect(parse({ units: 2 }).weights).toBeUndefined();
  });

  it.each<[written: unknown, sentence: string]>([
    [{}, 'The layer needs units: a whole number of at least 1.'],
    [{ unit: 1 }, 'The layer has no option "unit"; the nearest is "units".'],
    [{ units: 1.5 }, 'The layer: units must be a whole number of at least 1, received 1.5.'],
    [{ units: 1, cell: 'lstn' }, 'The layer: cell must be one of lstm, gru, received "lstn".'],
    [{ units: 1, dropout: 1 }, 'dropout must be a number from 0 up to, but not including, 1, received 1.'],
    [{ units: 1, nesterov: 1 }, 'nesterov must be true or false, received 1.'],
    [
      { units: 1, size: [1, 2, 3] },
      'size must be a whole number of at least 1, or two of them, received [1, 2, 3].',
    ],
    [{ units: 1, weights: [1, 0] }, 'weights must be numbers above 0, received [1, 0].'],
    [{ units: 1, weights: null }, 'weights must be numbers above 0, received null.'],
    [{ units: 1, odd: 2 }, 'odd must be an odd number, received 2.'],
    [{ units: 1, dropout: Number.NaN }, 'received NaN.'],
  ])('%j are refused', (written, sentence) => {
    expect(() => parse(written)).toThrow(Wrong);
    expect(() => parse(written)).toThrow(sentence);
  });

  it('are read from text', () => {
    const read = (name: keyof typeof options, text: string) => parseText(options[name], text);
    expect(read('units', '12')).toBe(12);
    expect(read('units', '')).toBe('');
    expect(read('units', 'many')).toBe('many');
    expect(read('dropout', '1e-3')).toBe(0.001);
    expect(read('nesterov', 'true')).toBe(true);
    expect(read('nesterov', 'yes')).toBe('yes');
    expect(read('size', '3')).toBe(3);
    expect(read('size', '3,4')).toEqual([3, 4]);
    expect(read('weights', '1,.5')).toEqual([1, 0.5]);
    expect(read('weights', 'none')).toBeNull();
    expect(read('cell', '5')).toBe('5');
  });

  it('are a JSON Schema', () => {
    expect(jsonSchemaOf(options.size)).toEqual({
      anyOf: [
        { type: 'integer', minimum: 1 },
        { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 2, maxItems: 2 },
      ],
      default: 3,
      description: 'Height and width.',
    });
    const { required, additionalProperties, properties } = objectSchemaOf(options);
    expect({ required, additionalProperties }).toEqual({ required: ['units'], additionalProperties: false });
    expect((properties as Record<string, unknown>).odd).toEqual({
      ...{ type: 'integer', default: 1, description: 'Odd.' },
    });
  });
});

describe('what is expected', () => {
  it.each([
    [{ type: 'integer' }, 'a whole number'],
    [{ type: 'integer', minimum: 0, maximum: 9 }, 'a whole number from 0 to 9'],
    [POSITIVE, 'a number above 0'],
    [{ type: 'string', minLength: 1 }, 'a string of one or more characters'],
    [{ enum: ['a'] }, 'a'],
    [{ anyOf: [COUNT, { enum: ['all', 'none'] }] }, 'a whole number of at least 1, or one of all, none'],
    [{ type: 'array', items: RATE }, 'a list, each a number from 0 up to, but not including, 1'],
  ] as const)('of %j', (schema, words) => {
    expect(expectedOf(schema)).toBe(words);
  });

  it('is accepted', () => {
    expect(accepts({ type: 'integer' }, -5)).toBe(true);
    expect(accepts({ type: 'number', minimum: 0, maximum: 1 }, 1)).toBe(true);
    expect(accepts({ type: 'number', minimum: 0, maximum: 1 }, 1.1)).toBe(false);
    expect(accepts({ type: 'string', minLength: 1 }, '')).toBe(false);
    expect(accepts({}, null)).toBe(true);
  });
});

describe('options that a user declares', () => {
  const declare = (options: unknown) => () => checkDeclaredOptions('The layer mine/a', options, Wrong);
  const description = 'Text.';

  it('may be whatever ours are', () => {
    expect(declare(options)).not.toThrow();
    expect(declare({})).not.toThrow();
  });

  it.each<[options: unknown, sentence: string]>([
    [undefined, 'The layer mine/a must have its options by their names, received nothing.'],
    [[], 'The layer mine/a must have its options by their names, received an array of 0.'],
    [{ rate: 3 }, 'The layer mine/a, option "rate" takes an object of options'],
    [
      { rate: { description } },
      'option "rate" needs type (integer, number, string, boolean, array), enum or',
    ],
    [
      { rate: { description, type: 'float' } },
      'option "rate": type must be one of integer, number, string, boolean, array, received "float".',
    ],
    [
      { rate: { description, type: 'number', minimun: 0 } },
      'option "rate" has no option "minimun"; the nearest is "minimum".',
    ],
    [
      { rate: { description, type: 'number', minimum: 0, default: -1 } },
      'option "rate": default must be a number of at least 0, received -1.',
    ],
    [{ rates: { description, type: 'array' } }, 'option "rates" needs items: the schema of one item.'],
    [
      { rates: { description, type: 'array', items: { minimum: 0 } } },
      'option "rates" needs type (integer, number, string, boolean, array), enum or anyOf',
    ],
    [
      { rate: { description, enum: [] } },
      'option "rate": enum must be a list of strings or numbers, received',
    ],
  ])('must be schemas: %j', (written, sentence) => {
    expect(declare(written)).toThrow(Wrong);
    expect(declare(written)).toThrow(sentence);
  });
});

describe('names that users define', () => {
  const cell = {
    enum: ['lstm', 'mine/known'],
    defines: 'cell',
    default: 'lstm',
    description: 'The cell.',
  } as const;
  const sentence =
    'There is no cell "mine/new": it is not one of RNNLab\'s, and defineCell was not called for it in this process.';

  it('are told from mistyped ones', () => {
    const parse = (written: unknown) => () => parseOptions({ cell }, { cell: written }, 'Layer 1', Wrong);
    expect(parse('mine/known')()).toEqual({ cell: 'mine/known' });
    expect(parse('mine/new')).toThrow(new Wrong(`Layer 1: ${sentence}`));
    expect(parse('lstn')).toThrow(
      new Wrong('Layer 1: cell must be one of lstm, mine/known, received "lstn".'),
    );
    expect(undefinedValue(cell, 'mine/new')).toBe(sentence);
    expect(undefinedValue(cell, 'new')).toBeUndefined();
    expect(undefinedValue({ enum: ['a'] }, 'mine/new')).toBeUndefined();
  });

  it('are any in the schema of a file, which another process may read', () => {
    expect(jsonSchemaOf(cell)).toEqual({
      anyOf: [
        { enum: ['lstm', 'mine/known'] },
        { type: 'string', pattern: '^[A-Za-z][\\w-]*/[A-Za-z][\\w-]*$' },
      ],
      default: 'lstm',
      description: 'The cell.',
    });
  });
});
