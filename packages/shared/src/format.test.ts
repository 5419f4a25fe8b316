import { expect, test } from 'vitest';
import { duration, plural, share, shellWord } from './format.js';

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
