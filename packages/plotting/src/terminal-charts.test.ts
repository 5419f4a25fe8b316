import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparkline, terminalLineChart } from './terminal-charts.js';

const fall = {
  name: 'train',
  points: [
    [1, 2],
    [2, 1],
    [3, 0],
  ] as [number, number][],
};
const rise = {
  name: 'test',
  points: [
    [1, 0],
    [2, 1],
    [3, 2],
  ] as [number, number][],
};

describe('terminalLineChart', () => {
  it('draws one line in braille between labeled axes', () => {
    const lines = terminalLineChart({
      series: [fall],
      width: 30,
      height: 8,
      xLabel: 'epoch',
      yLabel: 'loss',
    }).split('\n');
    expect(lines[0]).toBe('loss');
    expect(lines[1]).toMatch(/^2 ┤[\u2800-\u28ff]/);
    expect(lines.at(-3)).toMatch(/^0 ┤ +[\u2800-\u28ff]+$/);
    expect(lines.at(-1)).toMatch(/^ +1 +epoch +3$/);
  });

  it('gives several lines a character each where there is no color', () => {
    const chart = terminalLineChart({ series: [fall, rise], width: 30, height: 8 });
    expect(chart).toContain('• train  × test');
    expect(chart).not.toMatch(/[\u2800-\u28ff]/);
    expect(chart).not.toContain('\u001b');
  });

  it('tells several lines apart by color on request', () => {
    const chart = terminalLineChart({ series: [fall, rise], width: 30, height: 8, color: true });
    expect(chart).toContain('\u001b[34m');
    expect(chart).toContain('\u001b[33m');
  });

  it('says when there are no points, and refuses a size that is too small', () => {
    expect(terminalLineChart({ series: [] })).toBe('No points yet');
    expect(() => terminalLineChart({ series: [fall], width: 5 })).toThrow(
      'at least 24 columns and 6 lines, received 5 and 14',
    );
  });

  it('never exceeds its width and height', () => {
    const points = fc.array(fc.tuple(fc.double(), fc.double()), { maxLength: 12 });
    const names = fc.string({ maxLength: 12 }).map((name) => name.replace(/\s/g, '_'));
    const size = fc.tuple(fc.integer({ min: 40, max: 120 }), fc.integer({ min: 6, max: 30 }));
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: names, points }), { maxLength: 4 }),
        size,
        (series, [width, height]) => {
          const lines = terminalLineChart({ series, width, height, xLabel: 'step', yLabel: 'y' }).split('\n');
          expect(lines.length).toBeLessThanOrEqual(height);
          for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
        },
      ),
      { seed: 9 },
    );
  });
});

describe('sparkline', () => {
  it('draws the lowest value as the lowest and the highest as the highest block', () => {
    expect(sparkline([1, 5, 22, 13, 5])).toBe('▁▂█▅▂');
  });

  it('leaves a space for a gap, and draws equal values at half height', () => {
    expect(sparkline([0, Number.NaN, 1])).toBe('▁ █');
    expect(sparkline([3, 3])).toBe('▅▅');
    expect(sparkline([])).toBe('');
  });

  it('averages neighbors into the width and clamps to a domain', () => {
    expect(sparkline([0, 0, 1, 1], { width: 2 })).toBe('▁█');
    expect(sparkline([-5, 0.5, 5], { domain: [0, 1] })).toBe('▁▅█');
  });

  it('is as long as asked for any values', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.integer({ min: 1, max: 40 }), (values, width) => {
        expect([...sparkline(values, { width })]).toHaveLength(Math.min(values.length, width));
        expect(sparkline(values)).not.toContain('undefined');
      }),
      { seed: 4 },
    );
  });
});
