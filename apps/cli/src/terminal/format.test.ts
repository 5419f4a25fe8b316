import { describe, expect, it } from 'vitest';
import { duration, loss, plural, share, shellWord } from './format.js';
import { table, width } from './table.js';

describe('formats', () => {
  it('write shares without the leading zero', () => {
    expect([share(0.8314), share(1), share(0), share(0.9999)]).toEqual(['.831', '1.000', '0.000', '1.000']);
  });

  it('write losses that have run away as powers of ten', () => {
    expect([loss(0.51234), loss(3e31)]).toEqual(['0.512', '3.0e+31']);
  });

  it('write durations in two units at most', () => {
    expect([duration(9.4), duration(65), duration(7380), duration(-1)]).toEqual([
      '9 s',
      '1 min 05 s',
      '2 h 03 min',
      '0 s',
    ]);
  });

  it('count in the plural', () => {
    expect([plural(1, 'name'), plural(10760, 'name'), plural(26, 'class', 'classes')]).toEqual([
      '1 name',
      '10,760 names',
      '26 classes',
    ]);
  });

  it('quote words that a shell would read otherwise', () => {
    expect([shellWord('runs/names-1'), shellWord("O'Connor"), shellWord('a b')]).toEqual([
      'runs/names-1',
      `'O'\\''Connor'`,
      "'a b'",
    ]);
  });
});

describe('table', () => {
  it('aligns columns by what a terminal shows', () => {
    const columns = [{ header: 'a' }, { header: 'n', align: 'right' as const }];
    expect(
      table(columns, [
        ['ç̌', '10'],
        ['日本', '5'],
      ]),
    ).toEqual(['a      n', 'ç̌     10', '日本   5']);
    expect(width('日本')).toBe(4);
  });
});
