import { Generator } from '@rnnlab/shared';
import { describe, expect, test } from 'vitest';
import { tokenStream } from '../examples/token-stream.js';
import { planStream, windowsOf } from './plan-stream.js';

const streamOf = (length: number, window: number) =>
  tokenStream({ tokens: Int32Array.from({ length: length + 1 }, (_, k) => k), window });

/** The predictions of each row, in the order in which they are trained. */
function rowsOf(length: number, window: number, batch: number, seed: number): number[][] {
  const rows: number[][] = Array.from({ length: batch }, () => []);
  for (const { steps, batches } of planStream(streamOf(length, window), batch, new Generator(seed))) {
    for (const positions of batches) {
      expect(positions).toHaveLength(batch);
      positions.forEach((position, row) => {
        rows[row]!.push(...Array.from({ length: steps }, (_, k) => position + k));
      });
    }
  }
  return rows;
}

describe.each([
  [100, 10, 1],
  [100, 10, 3],
  [103, 10, 4],
  [90, 10, 3],
  [57, 8, 5],
  [7, 10, 2],
  [5, 1, 1],
  [12, 4, 12],
])('%i predictions, windows of %i, %i at once', (length, window, batch) => {
  test('are all read once, in order, but for fewer than there are rows', () => {
    for (let seed = 0; seed < 20; seed++) {
      const rows = rowsOf(length, window, batch, seed);
      const all = rows.flat();
      expect(all).toEqual(Array.from(all, (_, k) => all[0]! + k));
      expect(all.length).toBeGreaterThan(length - batch);
      expect(all[0]).toBeGreaterThanOrEqual(0);
      expect(all.at(-1)).toBeLessThan(length);
    }
  });

  test('come in the same number of windows, whatever was drawn', () => {
    const stream = streamOf(length, window);
    for (let seed = 0; seed < 20; seed++) {
      const buckets = planStream(stream, batch, new Generator(seed));
      expect(buckets.reduce((sum, { batches }) => sum + batches.length, 0)).toBe(windowsOf(stream, batch));
      for (const { steps } of buckets) {
        expect(steps).toBeGreaterThan(0);
        expect(steps).toBeLessThanOrEqual(window);
      }
    }
  });
});

test('windows begin elsewhere in each epoch', () => {
  const generator = new Generator(1);
  const firsts = Array.from({ length: 40 }, () => planStream(streamOf(1003, 20), 4, generator)[0]!.steps);
  expect(new Set(firsts).size).toBeGreaterThan(5);
});

test('more rows than predictions are refused', () => {
  expect(() => windowsOf(streamOf(19, 10), 32)).toThrow(
    'The text has 20 tokens, too few to be read in 32 places at once: use a batch of 19 or less, or more text.',
  );
});
