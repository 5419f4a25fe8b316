import { shown } from '@rnnlab/shared';
import { format as d3Format } from 'd3-format';
import { PlotError } from './errors.js';

/** A d3-format specifier such as ".0%" or ".2f", or a function. */
export type NumberFormat = string | ((value: number) => string);

/** Formats a number shortly: grouped thousands, at most four significant digits, exponents only at the extremes. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return d3Format('.3~e')(value).replace('e+', 'e');
  return size >= 1000 ? d3Format(',.0f')(value) : d3Format('.4~r')(value);
}

/** Formats a whole number with grouped thousands. */
export const count = d3Format(',d');

/**
 * Returns the function of a format; `fallback` where none is given.
 *
 * @throws {PlotError} When d3-format refuses the specifier.
 */
export function formatter(
  format: NumberFormat | undefined,
  fallback: (value: number) => string = shortNumber,
): (value: number) => string {
  if (format === undefined) return fallback;
  if (typeof format === 'function') return format;
  try {
    return d3Format(format);
  } catch {
    throw new PlotError(
      `A format must be a d3-format specifier such as ".2f" or ".0%", received ${shown(format)}.`,
    );
  }
}

/** Formats the tick labels of an axis, without the zero decimals that all of them share: 0%, 20%, 40%. */
export function tickLabels(ticks: readonly number[], format: (value: number) => string): string[] {
  let labels = ticks.map(format);
  const zero = /^([^.]*\.\d*?)0([^\d.]*)$/;
  while (labels.length > 0 && labels.every((label) => zero.test(label))) {
    labels = labels.map((label) => label.replace(zero, '$1$2').replace(/\.(?=\D*$)/, ''));
  }
  return labels;
}
