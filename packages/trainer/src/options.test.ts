import { expect, test } from 'vitest';
import { TrainingError } from './error.js';
import { checkOptions, oneOf, positive, type Rule, wholeNumber } from './options.js';

const accepted = (rule: Rule, values: unknown[]): unknown[] => values.filter((value) => rule.accepts(value));
const values = [-1, 0, 0.5, 1, 2, 3, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '1', null, true, [1]];

test.each<[string, Rule, unknown[]]>([
  ['a whole number of at least 1', wholeNumber(1), [1, 2, 3]],
  ['a whole number from 0 to 2', wholeNumber(0, 2), [0, 1, 2]],
  ['a number above 0', positive, [0.5, 1, 2, 3, 2 ** 53]],
  ['one of 1, 2', oneOf(['1', '2']), ['1']],
])('%s', (expected, rule, good) => {
  expect(rule.expected).toBe(expected);
  expect(accepted(rule, values)).toEqual(good);
});

test('an option that is undefined is left out', () => {
  expect(() => checkOptions('It', { a: undefined }, { a: positive })).not.toThrow();
});

test('a long value is shortened', () => {
  expect(() => checkOptions('It', { a: 'x'.repeat(1000) }, { a: positive })).toThrow(/^.{1,110}$/);
});

test.each([['toString'], ['__proto__x'], ['b']])('%s is no option', (name) => {
  expect(() => checkOptions('It', { [name]: 1 }, { a: positive })).toThrow(TrainingError);
});
