import { describe, expect, it } from 'vitest';
import { all, brokenNumbers, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { type GridLinesOptions, gridLines } from './grid-lines.js';

const sizes = (n: number, step: number) => Array.from({ length: n }, (_, i) => `${(i + 1) * step}`);
const grid: GridLinesOptions = {
  title: 'Accuracy by filters',
  x: { label: 'filters of conv 2', labels: sizes(5, 20) },
  y: { label: 'conv 1', labels: ['10', '30', '50', '70', '90'] },
  values: Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (_, j) => 0.5 + i / 50 + j / 100)),
  value: { label: 'test accuracy', format: '.3f' },
};
const lines = (svg: string) => all(parse(svg), 'path').filter((path) => path.hasAttribute('stroke-linejoin'));
const vertices = (path: { getAttribute(name: string): string | null }) =>
  path.getAttribute('d')!.split(/[ML]/).length - 1;

describe('gridLines', () => {
  it('draws a line for each row and names it at its end', () => {
    const svg = gridLines(grid);
    expect(lines(svg).map(vertices)).toEqual([5, 5, 5, 5, 5]);
    expect(texts(parse(svg))).toEqual(
      expect.arrayContaining(['conv 1: 10', 'conv 1: 90', '20', '100', 'filters of conv 2', 'test accuracy']),
    );
  });

  it('draws one line through all cells, and tells where a row begins', () => {
    const svg = gridLines({ ...grid, layout: 'all' });
    expect(lines(svg).map(vertices)).toEqual([25]);
    const shown = texts(parse(svg));
    expect(shown.filter((text) => text === '60')).toHaveLength(5);
    expect(shown.filter((text) => text.startsWith('conv 1: '))).toHaveLength(5);
  });

  it.each(['rows', 'all'] as const)('names the best cell on request: %s', (layout) => {
    const shown = texts(parse(gridLines({ ...grid, layout, highlight: 'max' })));
    expect(shown).toContain('best 90, 100: 0.620');
    expect(texts(parse(gridLines({ ...grid, layout }))).join()).not.toContain('best');
  });

  it.each(['rows', 'all'] as const)('leaves a gap for a value that is not finite: %s', (layout) => {
    const values = grid.values.map((row) => [...row]);
    values[1]![2] = Number.NaN;
    values[4]![4] = Number.POSITIVE_INFINITY;
    const svg = gridLines({ ...grid, values, layout, highlight: 'max' });
    expect(brokenNumbers(svg)).toEqual([]);
    expect(texts(parse(svg))).toContain('best 90, 80: 0.610');
  });

  it.each(['rows', 'all'] as const)('keeps labels apart for one cell and for many: %s', (layout) => {
    for (const [rows, columns] of [
      [1, 1],
      [1, 7],
      [3, 1],
      [8, 12],
    ] as const) {
      const svg = gridLines({
        ...grid,
        layout,
        highlight: 'max',
        x: { label: 'units', labels: sizes(columns, 1000) },
        y: { label: 'layers', labels: sizes(rows, 1) },
        values: Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => i + j / 7)),
      });
      const root = parse(svg);
      expect(brokenNumbers(svg)).toEqual([]);
      expect(overlappingTexts(root)).toEqual([]);
      expect(clippedTexts(root)).toEqual([]);
    }
  });

  it('has an empty state and refuses a grid that does not match its labels', () => {
    const none = { ...grid, x: { label: 'a', labels: [] }, y: { label: 'b', labels: [] }, values: [] };
    expect(texts(parse(gridLines(none)))).toContain('No points yet');
    expect(texts(parse(gridLines({ ...none, layout: 'all' })))).toContain('No points yet');
    expect(() => gridLines({ ...grid, values: [[1]] })).toThrow('one row per y label (5), received 1');
  });
});
