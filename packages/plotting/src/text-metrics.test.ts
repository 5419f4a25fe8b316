import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';
import { describe, expect, it } from 'vitest';
import { textWidth, truncate, truncateMiddle, wrap } from './text-metrics.js';

const require = createRequire(import.meta.url);
function font(face: string) {
  const buffer = readFileSync(require.resolve(`@expo-google-fonts/ibm-plex-sans/${face}`));
  return opentype.parse(buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength));
}

describe('textWidth', () => {
  it.each([
    ['regular', '400Regular/IBMPlexSans_400Regular.ttf'],
    ['strong', '600SemiBold/IBMPlexSans_600SemiBold.ttf'],
  ] as const)('agrees with the %s font file to a hundredth of an em', (weight, file) => {
    const face = font(file);
    for (const sample of [
      'Accuracy .83 (n = 1,204)',
      'Größe ‘naïve’ – Łódź',
      'Москва',
      'Σύνολο',
      '−0.25 × 10',
    ]) {
      const exact = face.getAdvanceWidth(sample, 100, { kerning: false });
      expect(textWidth(sample, 100, weight)).toBeCloseTo(exact, 0);
    }
  });

  it('counts a full em for East Asian characters and nothing for combining marks', () => {
    expect(textWidth('漢字', 10)).toBe(20);
    expect(textWidth('e\u0301', 10)).toBe(textWidth('e', 10));
  });
});

describe('truncate and truncateMiddle', () => {
  it('leave alone what fits', () => {
    expect(truncate('short', 100, 12)).toBe('short');
    expect(truncateMiddle('short', 100, 12)).toBe('short');
  });

  it('never exceed the width, unless not even the ellipsis fits', () => {
    const long = 'Educational institution of the third kind 27';
    for (let width = 14; width < 300; width += 7) {
      expect(textWidth(truncate(long, width, 12), 12)).toBeLessThanOrEqual(width);
      expect(textWidth(truncateMiddle(long, width, 12), 12)).toBeLessThanOrEqual(width);
    }
  });

  it('cut between graphemes and keep the end in the middle form', () => {
    expect(truncate('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 50, 12)).toMatch(/^(👩‍👩‍👧)*…$/u);
    expect(truncateMiddle('class number 27', 60, 12)).toMatch(/….*27$/);
  });
});

describe('wrap', () => {
  it('breaks at spaces within the width and cuts a word that is too long', () => {
    const lines = wrap('one two three incomprehensibilities four', 70, 12);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(70);
    expect(wrap('', 70, 12)).toEqual([]);
  });
});
