import { expect, test } from 'vitest';
import { count, duration, plural, share, shellWord } from './format.js';

test('whole numbers have grouped thousands', () => {
  expect([count(10_760), count(999), count(1e6), count(1.6)]).toEqual(['10,760', '999', '1,000,000', '2']);
  expect([plural(1, 'epoch'), plural(1500, 'epoch'), plural(26, 'class', 'classes')]).toEqual([
    '1 epoch',
    '1,500 epochs',
    '26 classes',
  ]);
});

test('shares have no zero before the point, but for none and all', () => {
  expect([share(0.8314), share(0), share(1), share(0.5, 1), share(-0.25)]).toEqual([
    '.831',
    '0.000',
    '1.000',
    '.5',
    '-0.250',
  ]);
});

test('durations are in the units of their size', () => {
  expect([-1, 0.4, 59.4, 65, 3599.6, 7380].map(duration)).toEqual([
    '0 s',
    '0 s',
    '59 s',
    '1 min 05 s',
    '1 h 00 min',
    '2 h 03 min',
  ]);
});

test('words for a shell are quoted where they must be', () => {
  expect([shellWord('lr=0.1'), shellWord('a b'), shellWord("it's")]).toEqual([
    'lr=0.1',
    "'a b'",
    "'it'\\''s'",
  ]);
});
