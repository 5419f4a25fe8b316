import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, brokenNumbers, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { PlotError } from './errors.js';
import { type LineChartOptions, lineChart } from './line-chart.js';

const curve = (n: number, level: number): [number, number][] =>
  Array.from({ length: n }, (_, i) => [i + 1, level + Math.exp(-i / 8)]);

const base: LineChartOptions = {
  title: 'Loss',
  x: { label: 'epoch' },
  y: { label: 'nats' },
  series: [
    { name: 'train', points: curve(20, 0.2), dashed: true },
    { name: 'test', points: curve(20, 0.4) },
  ],
};

const lines = (svg: string) => all(parse(svg), 'path').filter((path) => path.getAttribute('fill') === 'none');

describe('lineChart', () => {
  it('names itself for readers who cannot see it', () => {
    const root = parse(lineChart(base));
    expect(root.getAttribute('role')).toBe('img');
    expect(all(root, 'title')[0]!.textContent).toBe('Loss');
    expect(all(root, 'desc')[0]!.textContent).toContain('train: 20 points from 0.2');
  });

  it('draws training dashed and test solid in different colors', () => {
    const [train, test] = lines(lineChart(base));
    expect(train!.getAttribute('stroke-dasharray')).toBeTruthy();
    expect(test!.getAttribute('stroke-dasharray')).toBeNull();
    expect(train!.getAttribute('stroke')).not.toBe(test!.getAttribute('stroke'));
  });

  it('gives the series of one group the same color and marker', () => {
    const groups = ['a', 'a', 'b', 'b', 'c', 'c'];
    const svg = lineChart({
      ...base,
      series: groups.map((group, i) => ({ name: `${group}${i}`, group, points: curve(3, i) })),
    });
    const strokes = lines(svg).map((line) => line.getAttribute('stroke'));
    expect(strokes[0]).toBe(strokes[1]);
    expect(new Set(strokes).size).toBe(3);
  });

  it('breaks the line at values that are not finite and marks a lonely point', () => {
    const points: [number, number][] = [
      [1, 1],
      [2, 2],
      [3, Number.NaN],
      [4, 1],
      [5, Number.POSITIVE_INFINITY],
      [6, 2],
      [7, 3],
    ];
    const svg = lineChart({ ...base, series: [{ name: 'loss', points }] });
    expect(lines(svg)).toHaveLength(2);
    expect(all(parse(svg), 'path').filter((path) => path.hasAttribute('transform'))).toHaveLength(1);
  });

  it('says so when there are no points, and invents no tick labels', () => {
    for (const series of [
      [],
      [{ name: 'train', points: [] }],
      [{ name: 'train', points: [[1, Number.NaN]] as [number, number][] }],
    ]) {
      expect(texts(parse(lineChart({ ...base, series })))).toEqual([
        'Loss',
        'nats',
        'epoch',
        'No points yet',
      ]);
    }
  });

  it('shows one epoch as a point at its own tick', () => {
    const svg = lineChart({ ...base, series: [{ name: 'test', points: [[1, 0.5]] }] });
    expect(texts(parse(svg))).toContain('1');
    expect(lines(svg)).toHaveLength(0);
    expect(all(parse(svg), 'path')).toHaveLength(1);
  });

  it('labels whole-numbered axes with whole numbers only', () => {
    const labels = texts(
      parse(
        lineChart({
          ...base,
          y: { label: '' },
          legend: 'none',
          series: [{ name: 'a', points: curve(3, 0) }],
        }),
      ),
    );
    expect(labels.filter((label) => ['1', '1.5', '2', '2.5', '3'].includes(label))).toContain('2');
    expect(labels).not.toContain('2.5');
  });

  it('leaves out values of 0 and below on a logarithmic axis', () => {
    const svg = lineChart({
      ...base,
      y: { label: 'loss', scale: 'log' },
      series: [
        {
          name: 'a',
          points: [
            [1, 1e-6],
            [2, 0],
            [3, 10],
            [4, -1],
            [5, 1e6],
          ],
        },
      ],
    });
    expect(all(parse(svg), 'path')).toHaveLength(3);
    expect(brokenNumbers(svg)).toEqual([]);
  });

  it('spreads values over decades evenly on a logarithmic horizontal axis, and leaves out 0', () => {
    const points = [0, 1, 10, 100].map((x): [number, number] => [x, 1]);
    const svg = lineChart({ ...base, x: { label: 'length', scale: 'log' }, series: [{ name: 'a', points }] });
    const xs = [
      ...lines(svg)[0]!
        .getAttribute('d')!
        .matchAll(/[ML]([\d.]+)/g),
    ].map(([, x]) => Number(x));
    expect(xs).toHaveLength(3);
    expect(xs[1]! - xs[0]!).toBeCloseTo(xs[2]! - xs[1]!, 1);
    expect(texts(parse(svg))).toEqual(expect.arrayContaining(['1', '2', '5', '10', '20', '50', '100']));
  });

  it('takes the horizontal range it is given', () => {
    const xsOf = (domain?: [number, number]) => {
      const x = domain === undefined ? { label: 'epoch' } : { label: 'epoch', domain };
      return [
        ...lines(lineChart({ ...base, x }))[0]!
          .getAttribute('d')!
          .matchAll(/[ML]([\d.]+)/g),
      ].map(([, place]) => Number(place));
    };
    expect(xsOf([-20, 41])[0]!).toBeGreaterThan(xsOf()[0]! + 100);
    expect(() => xsOf([2, 2])).toThrow('x.domain must be two rising finite numbers, received [2, 2]');
    expect(() => lineChart({ ...base, x: { label: '', domain: [0, 9], scale: 'log' } })).toThrow(
      'x.domain must be two rising finite numbers above 0',
    );
  });

  it('holds a horizontal rule within the vertical range and labels both rules', () => {
    const svg = lineChart({
      ...base,
      annotations: [
        { axis: 'x', at: 7, label: 'best epoch 7' },
        { axis: 'y', at: 5, label: 'baseline' },
        { axis: 'x', at: 900, label: 'beyond' },
      ],
    });
    const labels = texts(parse(svg));
    expect(labels).toEqual(expect.arrayContaining(['best epoch 7', 'baseline', '5']));
    expect(labels).not.toContain('beyond');
  });

  it('thins a long series without losing its extremes', () => {
    const points = Array.from({ length: 100_000 }, (_, i): [number, number] => [
      i,
      i === 54_321 ? 50 : Math.sin(i),
    ]);
    const svg = lineChart({ ...base, series: [{ name: 'a', points }] });
    expect(svg.length).toBeLessThan(60_000);
    const path = lines(svg)[0]!.getAttribute('d')!;
    const heights = [...path.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
    const sorted = [...heights].sort((a, b) => a - b);
    expect(sorted[1]! - sorted[0]!).toBeGreaterThan(100);
  });

  it('escapes what is markup in names, and replaces what XML cannot hold', () => {
    const svg = lineChart({
      ...base,
      title: 'a < b & "c" \u0000 \ud800',
      series: [{ name: '<script>', points: curve(2, 0) }, ...base.series],
    });
    expect(texts(parse(svg))).toEqual(expect.arrayContaining(['a < b & "c" \ufffd \ufffd', '<script>']));
    expect(svg).not.toContain('<script>');
  });

  it('puts names at the line ends, apart from each other, even where all lines end together', () => {
    const series = Array.from({ length: 9 }, (_, i) => ({ name: `model ${i}`, points: curve(10, i / 1e6) }));
    const root = parse(lineChart({ ...base, series, legend: 'right' }));
    expect(texts(root).filter((label) => label.startsWith('model'))).toHaveLength(9);
    expect(overlappingTexts(root)).toEqual([]);
  });

  it('falls back to a legend on top where the end labels would not fit', () => {
    const series = Array.from({ length: 30 }, (_, i) => ({ name: `m${i}`, points: curve(5, i) }));
    const root = parse(lineChart({ ...base, series, legend: 'right', height: 420 }));
    expect(overlappingTexts(root)).toEqual([]);
    expect(clippedTexts(root)).toEqual([]);
  });

  it('refuses what it cannot draw with a sentence', () => {
    expect(() => lineChart({ ...base, width: 10 })).toThrow('width must be at least 160 pixels, received 10');
    expect(() => lineChart({ ...base, y: { label: '', domain: [1, 0] } })).toThrow(PlotError);
    expect(() => lineChart({ ...base, y: { label: '', domain: [0, 1], scale: 'log' } })).toThrow(
      'above 0, received [0, 1]',
    );
    expect(() => lineChart({ ...base, y: { label: '', format: 'percent' } })).toThrow('received "percent"');
  });

  it('stays well-formed, finite, unclipped and free of overlaps for any data', () => {
    const value = fc.oneof(fc.double(), fc.double({ min: -10, max: 10 }), fc.constant(0));
    const series = fc.record({
      name: fc.string({ unit: 'grapheme', maxLength: 30 }),
      points: fc.array(fc.tuple(fc.oneof(fc.integer({ min: 0, max: 500 }), fc.double()), value), {
        maxLength: 30,
      }),
      dashed: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(series, { maxLength: 6 }),
        fc.constantFrom('linear' as const, 'log' as const),
        fc.constantFrom('top' as const, 'right' as const, 'none' as const),
        fc.integer({ min: 300, max: 1000 }),
        fc.constantFrom('linear' as const, 'log' as const),
        (list, scale, legend, width, across) => {
          const x = { label: 'epoch', scale: across };
          const svg = lineChart({ ...base, x, y: { label: 'loss', scale }, series: list, legend, width });
          const root = parse(svg);
          expect(brokenNumbers(svg)).toEqual([]);
          expect(clippedTexts(root)).toEqual([]);
          expect(overlappingTexts(root)).toEqual([]);
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });
});
