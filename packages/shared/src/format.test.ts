import { expect, test } from 'vitest';
import { cut, duration, plural, share, shellWord, shown } from './format.js';

test('shares have no leading zero', () => {
  expect([share(0.8314), share(1), share(0), share(0.9999)]).toEqual(['.831', '1.000', '0.000', '1.000']);
});

test('durations have two units at most', () => {
  expect([0.84, 9.96, 52.3, 59.7, 65, 3599.9, 7380, -1].map(duration)).toEqual([
    '0.8 s',
    '10 s',
    '52 s',
    '1 min 00 s',
    '1 min 05 s',
    '1 h 00 min',
    '2 h 03 min',
    '0.0 s',
  ]);
});

test('nouns agree with their number', () => {
  expect([plural(1, 'name'), plural(10760, 'name'), plural(26, 'class', 'classes')]).toEqual([
    '1 name',
    '10,760 names',
    '26 classes',
  ]);
});

test('words that a shell would read otherwise are quoted', () => {
  expect([shellWord('runs/names-1'), shellWord("O'Connor"), shellWord('a b')]).toEqual([
    'runs/names-1',
    `'O'\\''Connor'`,
    "'a b'",
  ]);
});

test.each<[value: unknown, text: string]>([
  [undefined, 'nothing'],
  [null, 'null'],
  [true, 'true'],
  [-0.5, '-0.5'],
  [Number.NaN, 'NaN'],
  [12n, '12n'],
  [Symbol('x'), 'Symbol(x)'],
  ['a "b"\n', '"a \\"b\\"\\n"'],
  ['x'.repeat(50), `"${'x'.repeat(39)}…"`],
  [() => {}, 'a function'],
  [[3, 1], '[3, 1]'],
  [[], 'an array of 0'],
  [['a'], 'an array of 1'],
  [Array(1000).fill(1), 'an array of 1000'],
  [[0.1234567890123, 0.1234567890123, 0.1234567890123], 'an array of 3'],
  [new Float32Array(5), 'Float32Array of 5'],
  [new DataView(new ArrayBuffer(8)), 'DataView of 8'],
  [Promise.resolve(), 'a promise'],
  [{}, 'an object'],
  [Object.create(null), 'an object'],
  [new Map(), 'a Map'],
  [new (class Example {})(), 'an Example'],
  [new (class _Bundled {})(), 'a Bundled'],
  [{ constructor: { name: { toString: 1 } } }, 'an object'],
  [{ constructor: null }, 'an object'],
])('%# in a sentence', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('what is deep, huge or hostile is not walked through', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  expect(shown(deep)).toBe('an array of 1');
  expect(shown({ constructor: { name: 'x'.repeat(1e6) } }).length).toBeLessThan(50);
  expect(shown(2n ** 100_000n).length).toBeLessThan(50);
});

test('a text is cut between whole characters', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(cut('abcd', 3)).toBe('ab…');
  expect(cut('𝄞𝄞𝄞𝄞', 4)).toBe('𝄞𝄞…');
  expect(cut('a𝄞b𝄞', 3)).toBe('a𝄞…');
});
