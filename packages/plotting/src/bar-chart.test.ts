import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, brokenNumbers, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import { type BarChartOptions, barChart } from './bar-chart.js';
import { theme } from './theme.js';

const base: BarChartOptions = {
  title: 'Optimizers',
  value: { label: 'test accuracy', format: '.1%' },
  bars: [
    { label: 'SGD', value: 0.589, low: 0.578, high: 0.6 },
    { label: 'Adam', value: 0.63 },
  ],
  baseline: { at: 0.1, label: 'chance' },
};
const bars = (svg: string) => all(parse(svg), 'rect');

describe.each(['horizontal', 'vertical'] as const)('a %s barChart', (orientation) => {
  const length = (svg: string) =>
    bars(svg).map((rect) => Number(rect.getAttribute(orientation === 'horizontal' ? 'width' : 'height')));

  it('draws bars from zero in proportion and writes their values', () => {
    const svg = barChart({ ...base, orientation });
    const [sgd = 0, adam = 1] = length(svg);
    expect(sgd / adam).toBeCloseTo(0.589 / 0.63, 2);
    expect(texts(parse(svg))).toEqual(expect.arrayContaining(['58.9%', '63.0%', 'chance', 'SGD', 'Adam']));
  });

  it('shares no needless zeros on the axis', () => {
    expect(texts(parse(barChart({ ...base, orientation })))).toContain('20%');
  });

  it('divides an axis from 0 to 1 in shares, not only in whole numbers', () => {
    const shares = { ...base, orientation, value: { label: 'accuracy', format: '.2f' } };
    const close = { ...shares, bars: [{ label: 'LSTM', value: 0.991 }] };
    expect(texts(parse(barChart(close)))).toEqual(expect.arrayContaining(['0.2', '0.8', '1.0']));
  });

  it('draws an error bar only where there is one', () => {
    const whiskers = all(parse(barChart({ ...base, orientation })), 'path').filter(
      (path) => path.getAttribute('stroke') === theme.ink.strong,
    );
    expect(whiskers).toHaveLength(1);
  });

  it('marks what each bar is compared with, and says what that is', () => {
    const compared = {
      ...base,
      orientation,
      bars: [
        { label: 'SGD', value: 0.6, reference: 0.589 },
        { label: 'Adam', value: 0.63 },
        { label: 'lost', value: Number.NaN, reference: 0.5 },
        { label: 'none', value: 0.5, reference: Number.NaN },
      ],
    };
    const diamonds = (svg: string) =>
      all(parse(svg), 'path').filter((path) => path.getAttribute('fill') === theme.series[1]);
    const svg = barChart({ ...compared, reference: { label: 'reported in 2018' } });
    // Two marks and the one of the key, and beside horizontal bars one before each number.
    expect(diamonds(svg)).toHaveLength(orientation === 'horizontal' ? 5 : 3);
    if (orientation === 'horizontal')
      expect(texts(parse(svg))).toEqual(expect.arrayContaining(['58.9%', '50.0%']));
    expect(texts(parse(svg))).toContain('reported in 2018');
    expect(all(parse(svg), 'desc')[0]!.textContent).toContain('SGD 60.0% (reported in 2018 58.9%)');
    expect(texts(parse(barChart(compared)))).toContain('reported');
    expect(diamonds(barChart({ ...base, orientation }))).toHaveLength(0);
  });

  it('shortens a name of the values that is too long', () => {
    const label = 'the share of test images whose class is the one that the network finds likeliest';
    const root = parse(barChart({ ...base, orientation, value: { label }, width: 400 }));
    expect(clippedTexts(root)).toEqual([]);
  });

  it('holds references that are far from the bars', () => {
    const svg = barChart({
      ...base,
      orientation,
      bars: [
        { label: 'a', value: 0.1, reference: 0.9 },
        { label: 'b', value: 0.2, reference: -0.3 },
      ],
    });
    expect(clippedTexts(parse(svg))).toEqual([]);
    expect(overlappingTexts(parse(svg))).toEqual([]);
  });

  it('quietens all but the highlighted bar', () => {
    const fills = bars(barChart({ ...base, orientation, highlight: 'max' })).map((rect) =>
      rect.getAttribute('fill'),
    );
    expect(fills).toEqual([theme.quiet, theme.series[0]]);
  });

  it('writes a dash for a value that is not finite, and says when there are no bars', () => {
    const svg = barChart({ ...base, orientation, bars: [{ label: 'lost', value: Number.NaN }] });
    expect(texts(parse(svg))).toContain('–');
    expect(bars(svg)).toHaveLength(0);
    expect(texts(parse(barChart({ ...base, orientation, bars: [] })))).toContain('No bars yet');
  });

  it('stays finite, unclipped and free of overlaps for any bars', () => {
    const bar = fc.record({
      label: fc.oneof(
        fc.constantFrom('stacked GRU word, gradients clipped', 'LSTM'),
        fc.string({ maxLength: 50 }),
      ),
      value: fc.oneof(fc.double({ min: -1, max: 1 }), fc.double()),
      reference: fc.oneof(fc.double({ min: -1, max: 1 }), fc.double(), fc.constant(Number.NaN)),
    });
    fc.assert(
      fc.property(fc.array(bar, { maxLength: 14 }), fc.integer({ min: 360, max: 900 }), (list, width) => {
        const svg = barChart({ title: 'Any', value: { label: 'value' }, bars: list, orientation, width });
        const root = parse(svg);
        expect(brokenNumbers(svg)).toEqual([]);
        expect(overlappingTexts(root)).toEqual([]);
        expect(clippedTexts(root)).toEqual([]);
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});

describe('barChart', () => {
  it('refuses a domain that does not rise', () => {
    expect(() => barChart({ ...base, value: { label: '', domain: [1, 1] } })).toThrow('value.domain');
  });
});
