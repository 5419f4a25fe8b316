import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, brokenNumbers, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { type RunCurvesOptions, runCurves } from './run-curves.js';
import { theme } from './theme.js';

const falling = (n: number, level: number): [number, number][] =>
  Array.from({ length: n }, (_, i) => [i + 1, level + 1 / (i + 1)]);

const batches: RunCurvesOptions = {
  title: 'Loss by batch size',
  x: { label: 'epoch' },
  y: { label: 'nats' },
  runs: [1, 10, 30].map((batch, i) => ({
    name: `batch ${batch}`,
    train: falling(20, i),
    test: falling(20, i + 0.5),
  })),
};

const lines = (svg: string) =>
  all(parse(svg), 'path').filter(
    (path) => path.getAttribute('fill') === 'none' && path.hasAttribute('stroke-linejoin'),
  );
const colors = (svg: string) => lines(svg).map((line) => line.getAttribute('stroke'));

describe('runCurves', () => {
  it('draws each run in one color, its training curve dashed and its test curve solid', () => {
    const svg = runCurves(batches);
    const drawn = colors(svg);
    expect(drawn).toHaveLength(6);
    expect(new Set(drawn).size).toBe(3);
    expect([drawn[0], drawn[2], drawn[4]]).toEqual([drawn[1], drawn[3], drawn[5]]);
    expect(lines(svg).map((line) => line.hasAttribute('stroke-dasharray'))).toEqual([
      ...[true, false],
      ...[true, false],
      ...[true, false],
    ]);
  });

  it.each(['top', 'right'] as const)('names each run once and explains the dashes: legend %s', (legend) => {
    const root = parse(runCurves({ ...batches, legend }));
    const shown = texts(root).filter((text) => /batch|train|test/.test(text) && text !== batches.title);
    expect(shown.sort()).toEqual(['batch 1', 'batch 10', 'batch 30', 'test', 'train']);
    expect(overlappingTexts(root)).toEqual([]);
  });

  it('gives runs markers, so that they differ without color', () => {
    const shapes = (count: number) => {
      const svg = runCurves({ ...batches, runs: batches.runs.slice(0, count) });
      const marks = all(parse(svg), 'path').filter((path) => path.hasAttribute('transform'));
      return new Set(marks.map((mark) => mark.getAttribute('d'))).size;
    };
    // In the legend markers are a little smaller, so each shape counts twice.
    expect([shapes(1), shapes(2), shapes(3)]).toEqual([0, 4, 6]);
  });

  it('gives no two of many runs the same color and marker', () => {
    const runs = Array.from({ length: 24 }, (_, i) => ({ name: `run ${i}`, test: falling(3, i) }));
    const marks = all(parse(runCurves({ ...batches, runs, legend: 'none' })), 'path').filter((path) =>
      path.hasAttribute('transform'),
    );
    const kinds = marks.map(
      (mark) => `${mark.getAttribute('fill')} ${mark.getAttribute('d')} ${mark.getAttribute('stroke')}`,
    );
    expect(new Set(kinds).size).toBe(24);
  });

  it('leaves out dashes and their key where there is one kind of curve, and says which on the axis', () => {
    const runs = batches.runs.map(({ name, test }) => ({ name, test: test! }));
    const svg = runCurves({ ...batches, runs });
    expect(lines(svg).some((line) => line.hasAttribute('stroke-dasharray'))).toBe(false);
    expect(texts(parse(svg))).toContain('nats (test)');
    expect(texts(parse(runCurves({ ...batches, y: { label: 'test loss' }, runs })))).toContain('test loss');
  });

  it('calls the curves of a single run by their kind', () => {
    const shown = texts(
      parse(runCurves({ ...batches, runs: batches.runs.slice(0, 1), names: { test: 'validation' } })),
    );
    expect(shown).toEqual(expect.arrayContaining(['train', 'validation']));
    expect(shown).not.toContain('batch 1');
  });

  it('tells the single points of a first epoch apart', () => {
    const runs = [{ name: 'a', train: [[1, 2] as const], test: [[1, 1] as const] }];
    const [train, test] = all(parse(runCurves({ ...batches, runs, legend: 'none' })), 'path').map((path) =>
      path.getAttribute('fill'),
    );
    expect([train, test]).toEqual([theme.paper, theme.series[0]]);
  });

  it('draws runs without curves, with one point and with gaps', () => {
    const svg = runCurves({
      ...batches,
      runs: [
        { name: 'none' },
        { name: 'one', test: [[1, 2]] },
        {
          name: 'gap',
          train: [
            [1, 2],
            [2, Number.NaN],
            [3, 1],
          ],
        },
      ],
    });
    expect(brokenNumbers(svg)).toEqual([]);
    expect(texts(parse(runCurves({ ...batches, runs: [] })))).toContain('No points yet');
    expect(texts(parse(runCurves({ ...batches, runs: [{ name: 'empty', train: [] }] })))).toContain(
      'No points yet',
    );
  });

  it('stays unclipped and free of overlaps for any runs', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.double({ min: -9, max: 9 })), {
      maxLength: 20,
    });
    const run = fc.record(
      { name: fc.string({ unit: 'grapheme', maxLength: 40 }), train: points, test: points },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 10 }),
        fc.constantFrom('top' as const, 'right' as const),
        fc.integer({ min: 320, max: 900 }),
        (runs, legend, width) => {
          const svg = runCurves({ ...batches, runs, legend, width, height: 480 });
          const root = parse(svg);
          expect(brokenNumbers(svg)).toEqual([]);
          expect(clippedTexts(root)).toEqual([]);
          expect(overlappingTexts(root)).toEqual([]);
        },
      ),
      { numRuns: 80, seed: 3 },
    );
  });
});
