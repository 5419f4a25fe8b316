import { expect, test } from 'vitest';
import { tokenStream } from './token-stream.js';

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

test('a window may be read in part', () => {
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

test('a stream of nothing to predict, or with a bad window, is refused', () => {
  expect(() => tokenStream({ tokens: [1], window: 3 })).toThrow(
    'A stream needs two tokens or more, so that one is predicted from another: received 1.',
  );
  expect(() => tokenStream({ tokens, window: 0 })).toThrow(
    "A stream's window must be a whole number of at least 1, received 0.",
  );
});
