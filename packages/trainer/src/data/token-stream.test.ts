import { Generator } from '@rnnlab/shared';
import { describe, expect, test } from 'vitest';
import { planWindows, tokenStream, windowCount } from './token-stream.js';

const tokens = [5, 3, 4, 1, 2, 0];

test('windows have each token’s successor as its target', () => {
  const stream = tokenStream({ tokens, window: 4 });
  expect(stream.length).toBe(5);
  expect(stream.batch([0, 2], 3)).toEqual({
    ids: Int32Array.of(5, 3, 4, 4, 1, 2),
    lengths: Int32Array.of(3, 3),
    targets: Int32Array.of(3, 4, 1, 1, 2, 0),
  });
});

test('a window may be padded', () => {
  expect(tokenStream({ tokens, window: 4 }).batch([3, 5], 3, [2, 0])).toEqual({
    ids: Int32Array.of(1, 2, 0, 0, 0, 0),
    lengths: Int32Array.of(2, 0),
    targets: Int32Array.of(2, 0, 0, 0, 0, 0),
  });
});

test('tokens may be read as they are needed', () => {
  const asked: number[][] = [];
  const source = {
    length: 1e9,
    read(from: number, to: number) {
      asked.push([from, to]);
      return Array.from({ length: to - from }, (_, k) => (from + k) % 7);
    },
  };
  const { ids } = tokenStream({ tokens: source, window: 2 }).batch([0, 700_000_001], 2);
  expect(ids).toEqual(Int32Array.of(0, 1, 1, 2));
  expect(asked).toEqual([
    [0, 3],
    [700_000_001, 700_000_004],
  ]);
});

test('a stream without predictions, or with a bad window, is refused', () => {
  expect(() => tokenStream({ tokens: [1], window: 3 })).toThrow(
    'A stream needs two tokens or more, so that one is predicted from another: received 1.',
  );
  expect(() => tokenStream({ tokens, window: 0 })).toThrow(
    "A stream's window must be a whole number of at least 1, received 0.",
  );
});

const streamOf = (length: number, window: number) =>
  tokenStream({ tokens: Int32Array.from({ length: length + 1 }, (_, k) => k), window });

/** The predictions of each row, in the order in which they are trained. */
function rowsOf(length: number, window: number, batch: number, seed: number): number[][] {
  const rows: number[][] = Array.from({ length: batch }, () => []);
  for (const { steps, batches } of planWindows(streamOf(length, window), batch, new Generator(seed))) {
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
])('%i predictions, windows of %i, %i rows', (length, window, batch) => {
  test('all predictions are made once, in order, but for fewer than there are rows', () => {
    for (let seed = 0; seed < 20; seed++) {
      const rows = rowsOf(length, window, batch, seed);
      const all = rows.flat();
      expect(all).toEqual(Array.from(all, (_, k) => all[0]! + k));
      expect(all.length).toBeGreaterThan(length - batch);
      expect(all[0]).toBeGreaterThanOrEqual(0);
      expect(all.at(-1)).toBeLessThan(length);
    }
  });

  test('their number of windows is the same for every draw', () => {
    const stream = streamOf(length, window);
    for (let seed = 0; seed < 20; seed++) {
      const buckets = planWindows(stream, batch, new Generator(seed));
      expect(buckets.reduce((sum, { batches }) => sum + batches.length, 0)).toBe(windowCount(stream, batch));
      for (const { steps } of buckets) {
        expect(steps).toBeGreaterThan(0);
        expect(steps).toBeLessThanOrEqual(window);
      }
    }
  });
});

test('windows begin elsewhere in each epoch', () => {
  const generator = new Generator(1);
  const firsts = Array.from({ length: 40 }, () => planWindows(streamOf(1003, 20), 4, generator)[0]!.steps);
  expect(new Set(firsts).size).toBeGreaterThan(5);
});

test('more rows than predictions are refused', () => {
  expect(() => windowCount(streamOf(19, 10), 32)).toThrow(
    'The text has 20 tokens, too few for 32 parallel rows: use a batch of 19 or less, or more text.',
  );
});
