import { count, duration } from '@rnnlab/shared';
import type { ValueFormat } from './data.js';

/** Formats a value: 83.1%, or a plain number with at most four decimals. A value that is not finite is "–". */
export function value(number: number, format: ValueFormat = 'percent'): string {
  if (!Number.isFinite(number)) return '–';
  return format === 'percent' ? `${(number * 100).toFixed(1)}%` : plain(number);
}

/** Formats an interval: "81.4 to 84.7%". */
export function interval([low, high]: readonly [number, number], format: ValueFormat = 'percent'): string {
  const start = value(low, format);
  return `${format === 'percent' ? start.replace('%', '') : start} to ${value(high, format)}`;
}

/** Formats a number for a table: three or four decimals, or fewer where it is large. */
export function plain(number: number): string {
  if (!Number.isFinite(number)) return '–';
  if (Number.isInteger(number)) return count(number);
  const size = Math.abs(number);
  if (size < 1e-3 || size >= 1e6) return number.toExponential(2);
  return size >= 100 ? number.toFixed(1) : number.toFixed(size >= 10 ? 2 : 4).replace(/(\.\d{3})0$/, '$1');
}

/** Formats a duration: 0.8 s, 52 s, 1 min 05 s, 2 h 03 min, with spaces that do not break. */
export const elapsed = (seconds: number): string =>
  Number.isFinite(seconds) ? duration(seconds).replaceAll(' ', '\u00a0') : '–';
