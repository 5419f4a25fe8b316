import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CELL_TYPES } from './csv-cells.js';

it.each([
  ['0', 0],
  ['-12', -12],
  ['+.5', 0.5],
  ['5.', 5],
  ['1e-3', 0.001],
  ['1E5', 1e5],
  [' 12 ', 12],
  ['NaN', Number.NaN],
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['1e999', Number.POSITIVE_INFINITY],
])('reads %j as the number %d', (text, value) => {
  expect(CELL_TYPES.number.read(text)).toBe(value);
});

it.each([
  '',
  ' ',
  '.',
  '-',
  'e5',
  '1e',
  '1.2.3',
  '1-2',
  '0x10',
  '0b1',
  '1_000',
  '1,5',
  'one',
  '--1',
  'infinite',
])('does not read %j as a number', (text) => {
  expect(CELL_TYPES.number.read(text)).toBeUndefined();
});

it('reads every number and every safe integer as they are written', () => {
  fc.assert(
    fc.property(fc.double(), fc.maxSafeInteger(), (double, integer) => {
      expect(CELL_TYPES.number.read(String(double))).toBe(double === 0 ? 0 : double);
      expect(CELL_TYPES.integer.read(String(integer))).toBe(integer);
    }),
  );
});

it.each(['', ' ', '1.0', '1e3', '+', '-', '9007199254740993', '12a', '1 2'])(
  'does not read %j as an integer',
  (text) => {
    expect(CELL_TYPES.integer.read(text)).toBeUndefined();
  },
);

it('reads integers with signs and space around, and truth values in any case', () => {
  expect([' 7 ', '+7', '-7', '007'].map(CELL_TYPES.integer.read)).toEqual([7, 7, -7, 7]);
  expect(['TRUE', ' true', '1', 'False', '0', 'yes', ''].map(CELL_TYPES.boolean.read)).toEqual([
    true,
    true,
    true,
    false,
    false,
    undefined,
    undefined,
  ]);
});
