import { rgb } from 'd3-color';
import { drawable } from '../axis.js';
import { ramp } from '../grid/ramp.js';
import { theme } from '../theme.js';

/** More of the ramp for low values where none is below 0: behind a ReLU most of them are. */
const exponentOf = ([low]: readonly [number, number]): number => (low >= 0 ? 0.7 : 1);

/** The color of a value of a map. */
export const mapColors = (domain: readonly [number, number]): ((value: number) => string) =>
  ramp(domain, exponentOf(domain));

/** Colors of the ramp; one more is for values that are not finite. */
const steps = 255;
const palettes = new Map<number, Uint8Array>();

/** Red, green and blue of each index that {@link mapIndices} gives. */
export function mapPalette(domain: readonly [number, number]): Uint8Array {
  const exponent = exponentOf(domain);
  const known = palettes.get(exponent);
  if (known !== undefined) return known;
  const color = ramp([0, steps - 1], exponent);
  const colors = [...Array.from({ length: steps }, (_, i) => rgb(color(i))), rgb(theme.series[1])];
  const palette = Uint8Array.from(colors.flatMap(({ r, g, b }) => [r, g, b]));
  palettes.set(exponent, palette);
  return palette;
}

/** The place of each value between the ends of the domain, as an index into the palette. */
export function mapIndices(values: ArrayLike<number>, domain: readonly [number, number]): Uint8Array {
  const [low, high] = domain;
  return Uint8Array.from(values, (value) => {
    if (!drawable(value)) return steps;
    if (low === high) return steps >> 1;
    // Halves first: the difference of the ends may overflow.
    const share = (value / 2 - low / 2) / (high / 2 - low / 2);
    return Math.round(Math.max(0, Math.min(1, share)) * (steps - 1));
  });
}
