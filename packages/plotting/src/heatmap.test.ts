import { describe, expect, it } from 'vitest';
import { all, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { type HeatmapOptions, heatmap } from './heatmap.js';
import { theme } from './theme.js';

const grid: HeatmapOptions = {
  title: 'Accuracy',
  x: { label: 'filters of the second convolution', labels: ['20', '40', '60'] },
  y: { label: 'first', labels: ['10', '30'] },
  values: [
    [0.5, 0.6, 0.55],
    [0.52, Number.NaN, 0.7],
  ],
  format: '.2f',
};

describe('heatmap', () => {
  it('writes every value and a dash for a missing one', () => {
    const labels = texts(parse(heatmap(grid)));
    expect(labels).toEqual(expect.arrayContaining(['0.50', '0.60', '0.55', '0.52', '0.70', '–']));
  });

  it('frames the highest or the lowest value', () => {
    const framed = (highlight: 'max' | 'min' | 'none') =>
      all(parse(heatmap({ ...grid, highlight })), 'rect').filter(
        (rect) => rect.getAttribute('stroke') === theme.series[1],
      );
    expect([framed('max').length, framed('min').length, framed('none').length]).toEqual([1, 1, 0]);
    expect(framed('max')[0]!.getAttribute('x')).not.toBe(framed('min')[0]!.getAttribute('x'));
  });

  it('says where the extremes are', () => {
    const desc = all(parse(heatmap(grid)), 'desc')[0]!.textContent;
    expect(desc).toContain('0.50 at first 10, filters of the second convolution 20');
    expect(desc).toContain('0.70 at first 30, filters of the second convolution 60');
  });

  it('keeps labels apart where columns are many and their labels longer than the rows’', () => {
    for (const n of [1, 5, 20, 40]) {
      const labels = Array.from({ length: n }, (_, i) => `learning rate 0.00${i}`);
      const root = parse(
        heatmap({
          ...grid,
          x: { label: 'rate', labels },
          values: [0, 1].map((row) => labels.map((_, i) => row + i / 7)),
        }),
      );
      expect(overlappingTexts(root)).toEqual([]);
      expect(clippedTexts(root)).toEqual([]);
    }
  });

  it('draws values that are all equal, huge or absent', () => {
    expect(() =>
      parse(
        heatmap({
          ...grid,
          values: [
            [1, 1, 1],
            [1, 1, 1],
          ],
        }),
      ),
    ).not.toThrow();
    expect(
      heatmap({
        ...grid,
        format: undefined,
        values: [
          [1e300, -1e300, 0],
          [1, 1, 1],
        ],
      }),
    ).not.toContain('NaN');
    expect(texts(parse(heatmap({ ...grid, x: { label: '', labels: [] }, values: [[], []] })))).toEqual([
      'Accuracy',
      'No values yet',
    ]);
  });

  it('refuses a grid that does not match its labels', () => {
    expect(() => heatmap({ ...grid, values: [] })).toThrow('one row per y label (2), received 0');
    expect(() => heatmap({ ...grid, values: [[1], [2, 3, 4]] })).toThrow(
      'values[0] must have one column per x label (3), received 1',
    );
    expect(() => heatmap({ ...grid, domain: [1, 1] })).toThrow('two rising finite numbers, received [1, 1]');
  });
});
