import { lab, rgb } from 'd3-color';
import { describe, expect, it } from 'vitest';
import { luminance } from './color-scale.js';
import { theme } from './theme.js';

/** The color as seen with a dichromacy: Viénot, Brettel and Mollon (1999), on linear RGB. */
function simulate(color: string, kind: 'protan' | 'deutan'): string {
  const linear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const coded = (v: number) => 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  const { r, g, b } = rgb(color);
  const [lr, lg, lb] = [linear(r / 255), linear(g / 255), linear(b / 255)];
  const [yellow, blue] =
    kind === 'protan'
      ? [0.11238 * lr + 0.88762 * lg, 0.00401 * lr - 0.00401 * lg + lb]
      : [0.29275 * lr + 0.70725 * lg, -0.02234 * lr + 0.02234 * lg + lb];
  return rgb(coded(yellow), coded(yellow), coded(Math.max(0, blue))).formatRgb();
}

function distance(a: string, b: string): number {
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(p.l - q.l, p.a - q.a, p.b - q.b);
}

describe('the theme', () => {
  it('keeps neighboring series apart in gray', () => {
    theme.series.slice(1).forEach((color, i) => {
      expect(Math.abs(lab(color).l - lab(theme.series[i]!).l)).toBeGreaterThan(5);
    });
  });

  it.each(['protan', 'deutan'] as const)('keeps all series apart for %s vision', (kind) => {
    theme.series.forEach((a, i) => {
      for (const b of theme.series.slice(i + 1)) {
        expect(distance(simulate(a, kind), simulate(b, kind)), `${a} ${b}`).toBeGreaterThan(12);
      }
    });
  });

  it('has a sequential ramp that darkens evenly', () => {
    const levels = theme.sequential.map((color) => lab(color).l);
    levels.slice(1).forEach((level, i) => {
      expect(levels[i]! - level).toBeGreaterThan(6);
    });
  });

  it('writes text with a contrast of at least 4.5 on paper, and draws lines with at least 2.4', () => {
    const contrast = (color: string) => 1.05 / (luminance(rgb(color)) + 0.05);
    for (const ink of [theme.ink.strong, theme.ink.body, theme.ink.muted])
      expect(contrast(ink)).toBeGreaterThan(4.5);
    for (const color of theme.series) expect(contrast(color)).toBeGreaterThan(2.4);
  });
});
