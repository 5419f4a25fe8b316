import type { ProgressReport } from '@rnnlab/trainer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressBar, secondsLeft } from './progress.js';

const report: ProgressReport = {
  epoch: 3,
  epochs: 15,
  batches: 50,
  batchesPerEpoch: 100,
  loss: 0.8123,
  accuracy: 0.761,
  examples: 8000,
  seconds: 2,
};
const text = (columns: number): string => {
  const { before, bar, after } = progressBar(report, 12, columns);
  return before + bar.join('') + after;
};

describe('progressBar', () => {
  it('shows epoch, share done, loss, accuracy, rate and time left', () => {
    expect(text(100)).toBe(
      `epoch  3/15  ${'━'.repeat(15)}${'─'.repeat(15)}  loss 0.812  accuracy .761  4,000/s  12 s left`,
    );
  });

  it('leaves out the rate, then the time, then the accuracy where columns are few', () => {
    expect(text(60)).not.toContain('/s');
    expect(text(60)).toContain('12 s left');
    expect(text(48)).not.toContain('left');
    expect(text(48)).toContain('accuracy');
    expect(text(36)).toContain('loss');
    expect(text(36)).not.toContain('accuracy');
  });

  it('is never wider than the terminal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (columns) => {
        expect(text(columns).length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('secondsLeft', () => {
  it('counts what is left at the pace so far', () => {
    // 2.5 of 15 epochs of 3,200 are done: 40,000 examples are left, at 4,000 a second.
    expect(secondsLeft(report, 3200)).toBeCloseTo(10);
  });

  it('is unknown at the start', () => {
    expect(secondsLeft({ ...report, epoch: 1, batches: 0, examples: 0, seconds: 0 }, 3200)).toBeUndefined();
  });
});
