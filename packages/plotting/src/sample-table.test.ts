import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, brokenNumbers, clippedTexts, overlappingTexts, parse, texts } from '../test/svg.js';
import type { SampleSequence } from './sample-layouts.js';
import { sampleTable } from './sample-table.js';
import { theme } from './theme.js';

const recall = (digits: string, prediction: string): SampleSequence => ({
  input: [{ symbols: [...digits], marks: [1] }],
  truth: [digits[1]!],
  prediction: [prediction],
});
const sum = (a: string, b: string, truth: string, prediction: string): SampleSequence => ({
  input: [
    { label: 'a', symbols: [...a] },
    { label: 'b', symbols: [...b] },
  ],
  truth: [...truth],
  prediction: [...prediction],
});
const frames = (svg: string) =>
  all(parse(svg), 'rect').filter((rect) => rect.getAttribute('stroke') === theme.series[1]);
const marks = (svg: string) =>
  all(parse(svg), 'rect').filter((rect) => rect.getAttribute('fill') === theme.sequential[1]);

describe('sampleTable', () => {
  it('puts target and prediction beside inputs that have one answer', () => {
    const svg = sampleTable({ title: 'Recall', samples: [recall('371', '7'), recall('9402', '2')] });
    expect(texts(parse(svg))).toEqual([
      'Recall',
      '1 of 2 correct (✓)',
      'input',
      'truth',
      'prediction',
      ...['3', '7', '1', '7', '7', '✓'],
      ...['9', '4', '0', '2', '4', '2', '×'],
    ]);
    expect(marks(svg)).toHaveLength(2);
    expect(frames(svg)).toHaveLength(1);
  });

  it('puts answers of several symbols under their inputs, symbol under symbol', () => {
    const svg = sampleTable({
      names: { truth: 'sum' },
      align: 'right',
      samples: [sum('011', '001', '100', '110'), sum('1', '0', '1', '1')],
    });
    const root = parse(svg);
    expect(texts(root)).toEqual(expect.arrayContaining(['a', 'b', 'sum', 'prediction', '× 1 wrong', '✓']));
    const bits = all(root, 'text').filter((node) => /^[01]$/.test(node.textContent!));
    const places = bits.map((node) => Number(node.getAttribute('x')));
    expect(new Set(places).size).toBe(3);
    // The last bit of the short sample stands under the last of the long one.
    expect(places.at(-1)).toBe(places[2]);
    expect(frames(svg)).toHaveLength(1);
  });

  it('counts missing and superfluous symbols as wrong', () => {
    const verdicts = (align: 'left' | 'right', prediction: string) =>
      texts(parse(sampleTable({ align, samples: [sum('11', '11', '110', prediction)] }))).at(-1);
    expect([verdicts('left', '11'), verdicts('left', '1100'), verdicts('left', '')]).toEqual([
      '× 1 wrong',
      '× 1 wrong',
      '× 3 wrong',
    ]);
    expect(verdicts('right', '0110')).toBe('× 1 wrong');
    expect(verdicts('right', '10')).toBe('× 1 wrong');
  });

  it('says so when there are no samples, and refuses one without input', () => {
    expect(texts(parse(sampleTable({ title: 'Recall', samples: [] })))).toEqual(['Recall', 'No samples yet']);
    expect(() => sampleTable({ samples: [{ input: [], truth: [], prediction: [] }] })).toThrow(
      'samples[0] must have a line of input, received none',
    );
  });

  it('shortens lines that are too long, and says so', () => {
    const long = '01'.repeat(100);
    for (const layout of ['row', 'stack'] as const) {
      const root = parse(sampleTable({ layout, samples: [sum(long, long, long, long)] }));
      expect(texts(root)).toContain('…');
      expect(clippedTexts(root)).toEqual([]);
      expect(overlappingTexts(root)).toEqual([]);
    }
  });

  it('describes every sample in words', () => {
    const desc = all(parse(sampleTable({ samples: [recall('371', '1')] })), 'desc')[0]!.textContent;
    expect(desc).toBe('1 sample sequence, 0 correct. 3 7 1: truth 7, prediction 1');
  });

  it('stays unclipped and free of overlaps for any samples', () => {
    const symbols = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 30 });
    const sample = fc.record({
      input: fc.array(
        fc.record({ label: fc.string({ maxLength: 30 }), symbols, marks: fc.constant([0, 2]) }),
        { minLength: 1, maxLength: 3 },
      ),
      truth: symbols,
      prediction: symbols,
    });
    fc.assert(
      fc.property(
        fc.array(sample, { maxLength: 5 }),
        fc.constantFrom('row' as const, 'stack' as const),
        fc.constantFrom('left' as const, 'right' as const),
        fc.integer({ min: 240, max: 900 }),
        (samples, layout, align, width) => {
          const svg = sampleTable({ title: 'Any', samples, layout, align, width });
          const root = parse(svg);
          expect(brokenNumbers(svg)).toEqual([]);
          expect(clippedTexts(root)).toEqual([]);
          expect(overlappingTexts(root)).toEqual([]);
        },
      ),
      { numRuns: 100, seed: 11 },
    );
  });
});
