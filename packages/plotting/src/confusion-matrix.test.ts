import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, brokenNumbers, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { confusionMatrixPlot } from './confusion-matrix.js';

const two = {
  labels: ['cat', 'dog'],
  counts: [
    [40, 10],
    [0, 45],
  ],
  title: 'Pets',
};

/** A matrix with a strong diagonal and a few confusions. */
const square = (n: number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 70 + i : (i * j) % 3)));

const cellTexts = (svg: string) =>
  all(parse(svg), 'g')
    .filter((group) => all(group, 'rect').length === 1)
    .flatMap((group) => all(group, 'text').map((node) => node.textContent));

describe('confusionMatrix', () => {
  it('normalizes rows by default and leaves cells without an example empty', () => {
    expect(cellTexts(confusionMatrixPlot(two))).toEqual(['.80', '.20', '1.00']);
  });

  it('shows counts on request', () => {
    expect(cellTexts(confusionMatrixPlot({ ...two, normalize: 'none' }))).toEqual(['40', '10', '45']);
  });

  it('writes the number of examples of each row, and accuracy, even where a row has none', () => {
    const svg = confusionMatrixPlot({
      labels: ['a', 'b'],
      counts: [
        [3, 1],
        [0, 0],
      ],
    });
    expect(texts(parse(svg))).toEqual(
      expect.arrayContaining(['n', '4', '0', 'Accuracy 75.0% on 4 examples']),
    );
    expect(brokenNumbers(svg)).toEqual([]);
  });

  it('tells the counts of a cell in its tooltip', () => {
    const tips = all(parse(confusionMatrixPlot(two)), 'title').map((node) => node.textContent);
    expect(tips).toContain('cat → dog: 10 of 50 (20.0%)');
  });

  it('names the worst confusions in its description', () => {
    expect(all(parse(confusionMatrixPlot(two)), 'desc')[0]!.textContent).toContain('cat taken for dog (10)');
  });

  it('darkens with the share', () => {
    const fills = all(parse(confusionMatrixPlot(two)), 'g')
      .filter((group) => all(group, 'rect').length === 1)
      .map((group) => all(group, 'rect')[0]!.getAttribute('fill')!);
    const level = (fill: string) => Number(/\d+/.exec(fill)![0]);
    expect(level(fills[0]!)).toBeLessThan(level(fills[1]!));
    expect(level(fills[2]!)).toBeLessThan(level(fills[0]!));
  });

  it.each([1, 2, 3, 5, 8, 10, 14, 18, 22, 26, 40])('keeps %i classes free of overlaps and clipping', (n) => {
    const kinds = [
      (i: number) => String.fromCharCode(65 + (i % 26)),
      (i: number) => `Portuguese ${i}`,
      (i: number) => `a class with a very long name indeed, number ${i}`,
      (i: number) => (i % 2 === 0 ? 'Educational institution' : 'Wörk'),
    ];
    for (const kind of kinds) {
      for (const width of [undefined, 560, 900]) {
        const labels = Array.from({ length: n }, (_, i) => kind(i));
        const root = parse(confusionMatrixPlot({ labels, counts: square(n), title: `${n} classes`, width }));
        expect(overlappingTexts(root)).toEqual([]);
        expect(clippedTexts(root)).toEqual([]);
      }
    }
  });

  it('keeps long labels apart by their ends and tells them in full when pointed at', () => {
    const labels = [1, 2, 3].map((i) => `the same long beginning of every single class ${i}`);
    const root = parse(confusionMatrixPlot({ labels, counts: square(3) }));
    expect(new Set(texts(root).filter((label) => label.includes('…'))).size).toBe(3);
    expect(all(root, 'title').map((node) => node.textContent)).toContain(labels[0]);
  });

  it('leaves out cell texts where they would be unreadable', () => {
    expect(
      cellTexts(
        confusionMatrixPlot({
          labels: Array.from({ length: 26 }, (_, i) => `${i}`),
          counts: square(26),
          width: 320,
        }),
      ),
    ).toEqual([]);
  });

  it('has an empty state for no classes and for no examples', () => {
    expect(texts(parse(confusionMatrixPlot({ labels: [], counts: [] })))).toEqual(['No classes yet']);
    expect(texts(parse(confusionMatrixPlot({ labels: ['a'], counts: [[0]] })))).toContain('No examples yet');
  });

  it('refuses counts that do not fit, saying where', () => {
    expect(() => confusionMatrixPlot({ labels: ['a'], counts: [] })).toThrow(
      'one row per label (1), received 0',
    );
    expect(() => confusionMatrixPlot({ labels: ['a'], counts: [[1, 2]] })).toThrow(
      'counts[0] must have 1 columns, received 2',
    );
    expect(() =>
      confusionMatrixPlot({
        ...two,
        counts: [
          [1, 2],
          [3, -1],
        ],
      }),
    ).toThrow('counts[1][1]');
    expect(() =>
      confusionMatrixPlot({ labels: Array.from({ length: 60 }, () => 'x'), counts: square(60), width: 300 }),
    ).toThrow('width must be at least');
  });

  it('draws any counts without a broken number', () => {
    const matrix = fc.integer({ min: 1, max: 9 }).chain((n) => {
      const row = fc.array(fc.maxSafeNat(), { minLength: n, maxLength: n });
      return fc.array(row, { minLength: n, maxLength: n });
    });
    fc.assert(
      fc.property(matrix, fc.constantFrom('row' as const, 'none' as const), (counts, normalize) => {
        const svg = confusionMatrixPlot({ labels: counts.map((_, i) => `c${i}`), counts, normalize });
        expect(brokenNumbers(svg)).toEqual([]);
        expect(overlappingTexts(parse(svg))).toEqual([]);
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
