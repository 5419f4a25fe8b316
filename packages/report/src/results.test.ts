import { describe, expect, it } from 'vitest';
import { complete } from '../test/complete.js';
import type { Headline } from './data.js';
import { headline, verdict } from './results.js';

const accuracy: Headline = {
  name: 'accuracy',
  value: 0.5,
  interval: [0.45, 0.55],
  baseline: { name: 'majority', value: 0.4 },
};
const show = (main: Headline) =>
  headline({ ...complete, results: { headline: main } })
    .source.replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('verdict', () => {
  it('calls a result better only where the whole interval is', () => {
    expect(verdict(accuracy)).toBe('better');
    expect(verdict({ ...accuracy, interval: [0.39, 0.6] })).toBe('unclear');
    expect(verdict({ ...accuracy, value: 0.4, interval: [0.35, 0.45] })).toBe('worse');
  });

  it('is reversed where lower is better', () => {
    const loss: Headline = {
      name: 'loss',
      value: 1.2,
      better: 'lower',
      baseline: { name: 'unigram', value: 3 },
    };
    expect(verdict(loss)).toBe('better');
    expect(verdict({ ...loss, interval: [1, 3.1] })).toBe('unclear');
    expect(verdict({ ...loss, value: 3.2 })).toBe('worse');
  });
});

describe('headline', () => {
  it('says when the result is not shown to beat the baseline', () => {
    expect(show({ ...accuracy, interval: [0.39, 0.6] })).toContain('not significantly better');
    expect(show({ ...accuracy, value: 0.3, interval: [0.25, 0.35] })).toContain(
      '10.0 points below the baseline of 40.0% (majority). This is not better',
    );
  });

  it('writes losses as numbers and says which way is better', () => {
    const text = show({
      name: 'loss',
      value: 1.241,
      format: 'number',
      better: 'lower',
      baseline: { name: 'unigram', value: 3.07 },
    });
    expect(text).toContain('1.829 below the baseline of 3.070 (unigram). Lower is better.');
  });

  it('draws a bar only where its length means something', () => {
    const drawn = (main: Headline) =>
      headline({ ...complete, results: { headline: main } }).source.includes('scale');
    const loss: Headline = { name: 'loss', value: 1.2, format: 'number', better: 'lower' };
    expect([accuracy, loss, { ...loss, baseline: { name: 'unigram', value: 3 } }].map(drawn)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('is placed above many further results, and beside a few', () => {
    const look = (count: number): boolean =>
      headline({
        ...complete,
        results: { headline: accuracy, rows: Array(count).fill({ name: 'F1', value: 0.5 }) },
      }).source.includes('stacked');
    expect([look(3), look(10)]).toEqual([false, true]);
  });

  it('omits unknown values', () => {
    const text = show({ name: 'accuracy', value: Number.NaN });
    expect(text).toContain('–');
    expect(text).not.toMatch(/NaN|interval|baseline/);
  });
});
