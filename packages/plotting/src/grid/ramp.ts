import { type RGBColor, rgb } from 'd3-color';
import { interpolateLab } from 'd3-interpolate';
import { scaleLinear } from 'd3-scale';
import { theme } from '../theme.js';

/**
 * The color of a value: the theme's sequential ramp over `domain`, clamped at its ends. An `exponent` below 1
 * spends more of the ramp on low values.
 */
export function ramp(domain: readonly [number, number], exponent = 1): (value: number) => string {
  const [low, high] = domain;
  const last = theme.sequential.length - 1;
  if (low === high) return () => theme.sequential[Math.ceil(last / 2)]!;
  const shares = theme.sequential.map((_, i) => (i / last) ** (1 / exponent));
  // Weighted ends: high - low itself may overflow.
  const stops = shares.map((share) => low * (1 - share) + high * share);
  return scaleLinear<string>(stops, theme.sequential).interpolate(interpolateLab).clamp(true);
}

/** The ink that reads best on a background: white or the theme's strong ink, by WCAG contrast. */
export function inkOn(background: string): string {
  const light = luminance(rgb(background));
  const dark = luminance(rgb(theme.ink.strong));
  return 1.05 / (light + 0.05) > (light + 0.05) / (dark + 0.05) ? theme.paper : theme.ink.strong;
}

/** WCAG relative luminance, 0 to 1. */
export function luminance({ r, g, b }: RGBColor): number {
  const [red = 0, green = 0, blue = 0] = [r, g, b].map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
