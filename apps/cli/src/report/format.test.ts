import { describe, expect, it } from 'vitest';
import { duration, interval, plain, plural, value } from './format.js';

describe('the report’s numbers', () => {
  it('are percentages with one decimal or plain numbers', () => {
    expect([value(0.8314), value(1.2411, 'number'), value(Number.NaN)]).toEqual(['83.1%', '1.2411', '–']);
    expect(interval([0.814, 0.847])).toBe('81.4 to 84.7%');
  });

  it('keep few digits in tables', () => {
    expect([0, 12345, 0.5934, 1.5, 0.00002, 123.456, -2.25].map(plain)).toEqual([
      '0',
      '12,345',
      '0.5934',
      '1.500',
      '2.00e-5',
      '123.5',
      '-2.250',
    ]);
  });

  it('are durations in the two largest units', () => {
    const spaced = (seconds: number) => duration(seconds).replaceAll('\u00a0', ' ');
    expect([0.84, 9.96, 52.3, 59.7, 200, 3599.9, 3840].map(spaced)).toEqual([
      '0.8 s',
      '10 s',
      '52 s',
      '1 min 0 s',
      '3 min 20 s',
      '1 h 00 min',
      '1 h 04 min',
    ]);
  });

  it('agree in number', () => {
    expect([plural(1, 'epoch'), plural(2000, 'epoch'), plural(2, 'class', 'classes')]).toEqual([
      '1 epoch',
      '2,000 epochs',
      '2 classes',
    ]);
  });
});
