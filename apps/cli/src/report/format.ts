import type { ValueFormat } from './data.js';

/** 83.1%, or a plain number with at most four decimals. A value that is not finite is "–". */
export function value(number: number, format: ValueFormat = 'percent'): string {
  if (!Number.isFinite(number)) return '–';
  return format === 'percent' ? `${(number * 100).toFixed(1)}%` : plain(number);
}

/** Both ends of an interval: "81.4 to 84.7%". */
export function interval([low, high]: readonly [number, number], format: ValueFormat = 'percent'): string {
  const start = value(low, format);
  return `${format === 'percent' ? start.replace('%', '') : start} to ${value(high, format)}`;
}

/** A whole number with grouped thousands. */
export function count(number: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 }).format(number);
}

/** Three decimals for a table column, or fewer digits where the number is large. */
export function plain(number: number): string {
  if (!Number.isFinite(number)) return '–';
  if (Number.isInteger(number)) return count(number);
  const size = Math.abs(number);
  if (size < 1e-3 || size >= 1e6) return number.toExponential(2);
  return size >= 100 ? number.toFixed(1) : number.toFixed(size >= 10 ? 2 : 4).replace(/(\.\d{3})0$/, '$1');
}

/** 0.8 s, 52 s, 3 min 20 s, 1 h 04 min, with spaces that do not break. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  const minutes = Math.round(seconds / 60);
  const parts =
    seconds < 9.95
      ? [seconds.toFixed(1), 's']
      : whole < 60
        ? [whole, 's']
        : whole < 3600
          ? [Math.floor(whole / 60), 'min', whole % 60, 's']
          : [Math.floor(minutes / 60), 'h', String(minutes % 60).padStart(2, '0'), 'min'];
  return parts.join('\u00a0');
}

/** "1 epoch", "20 epochs", "18 classes". */
export function plural(number: number, noun: string, many = `${noun}s`): string {
  return `${count(number)} ${number === 1 ? noun : many}`;
}
