import { describe, expect, it } from 'vitest';
import { loss } from './progress.js';
import { table, width } from './terminal.js';

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

it('losses that have run away are written as powers of ten', () => {
  expect([loss(0.51234), loss(3e31)]).toEqual(['0.512', '3.0e+31']);
});
