import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compactJson } from './compact-json.js';

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
