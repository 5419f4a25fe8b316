import { describe, expect, it } from 'vitest';
import { alternateMarkers, markedPoints } from './line-series.js';

const along = (xs: readonly number[]): [number, number][] => xs.map((x) => [x, 5]);
const every = (n: number, step: number) => along(Array.from({ length: n }, (_, i) => i * step));

describe('markedPoints', () => {
  it('marks every point of a short run and of one whose points lie apart', () => {
    expect(markedPoints(every(14, 1), 0)).toHaveLength(14);
    expect(markedPoints(every(30, 20), 0)).toHaveLength(30);
  });

  it('marks about ten of a crowded run, spread evenly and elsewhere for the next series', () => {
    const crowded = along([...Array.from({ length: 20 }, (_, i) => i), 100, 200, 300, 400]);
    const [first, second] = [markedPoints(crowded, 0), markedPoints(every(400, 1), 1)];
    expect(first.length).toBeLessThan(9);
    expect(first).toEqual(
      expect.arrayContaining([
        [0, 5],
        [100, 5],
        [400, 5],
      ]),
    );
    expect(second).toHaveLength(10);
    const gaps = second.slice(1).map(([x], i) => x - second[i]![0]);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(3);
    expect(second[0]).not.toEqual([0, 5]);
  });

  it('marks a run that goes backwards as well', () => {
    const back = every(100, -3);
    expect(markedPoints(back, 2)).toHaveLength(10);
    expect(back).toEqual(expect.arrayContaining(markedPoints(back, 2)));
  });
});

describe('alternateMarkers', () => {
  it('lets series that share places show their markers in turn', () => {
    const marks = [0, 1, 2].flatMap((series) => every(6, 40).map(([x, y]) => ({ x, y, series })));
    const shown = alternateMarkers(marks);
    expect(shown).toHaveLength(6);
    expect([0, 1, 2].map((series) => shown.filter((mark) => mark.series === series).length)).toEqual([
      2, 2, 2,
    ]);
    expect(new Set(shown.map(({ x }) => x)).size).toBe(6);
  });

  it('keeps markers that stand alone', () => {
    const marks = [0, 1].flatMap((series) => every(6, 40).map(([x]) => ({ x, y: 50 * series, series })));
    expect(alternateMarkers(marks)).toEqual(marks);
  });
});
