import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compactJson, statistics } from './suite-results.js';

it('gives the mean, and the sample standard deviation of two values or more', () => {
  expect(statistics([0.5])).toEqual({ mean: 0.5 });
  const { mean, spread } = statistics([2, 4, 4, 4, 5, 5, 7, 9]);
  expect(mean).toBe(5);
  expect(spread).toBeCloseTo(Math.sqrt(32 / 7), 12);
});

it('puts what holds only plain values on one line', () => {
  const value = {
    name: 'a',
    runs: [
      { seed: 1, loss: 0.5 },
      { seed: 2, loss: null },
    ],
    left: undefined,
  };
  expect(compactJson(value)).toBe(
    [
      '{',
      ' "name": "a",',
      ' "runs": [',
      '  {"seed":1,"loss":0.5},',
      '  {"seed":2,"loss":null}',
      ' ]',
      '}',
    ].join('\n'),
  );
});

it('is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
