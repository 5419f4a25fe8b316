import { describe, expect, it } from 'vitest';
import { elapsed, interval, plain, value } from './format.js';

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

  it('are durations that do not break', () => {
    expect([elapsed(200), elapsed(Number.NaN)]).toEqual(['3\u00a0min\u00a020\u00a0s', '–']);
  });
});
