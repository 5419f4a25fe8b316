import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenizerError } from './errors.js';
import { pad } from './pad.js';

const sequences = [Int32Array.of(5, 6, 7), Int32Array.of(8), Int32Array.of()];

test('padding goes right, to the longest sequence', () => {
  expect(pad(sequences)).toEqual({
    ids: Int32Array.of(5, 6, 7, 8, 0, 0, 0, 0, 0),
    lengths: Int32Array.of(3, 1, 0),
    batch: 3,
    steps: 3,
  });
});

test('padding goes left, with another id', () => {
  expect([...pad(sequences, { side: 'left', padId: 9 }).ids]).toEqual([5, 6, 7, 9, 9, 8, 9, 9, 9]);
});

test('truncation takes the chosen end, whatever the side of the padding', () => {
  expect([...pad(sequences, { length: 2 }).ids]).toEqual([5, 6, 8, 0, 0, 0]);
  expect([...pad(sequences, { length: 2, truncate: 'left' }).ids]).toEqual([6, 7, 8, 0, 0, 0]);
  expect([...pad(sequences, { length: 2, side: 'left' }).ids]).toEqual([5, 6, 0, 8, 0, 0]);
  expect([...pad(sequences, { length: 2 }).lengths]).toEqual([2, 1, 0]);
});

test('truncate false makes a sequence that is too long an error', () => {
  expect(() => pad(sequences, { length: 2, truncate: false })).toThrow(
    'Sequence 0 has 3 steps; expected at most 2, as truncate is false.',
  );
  expect(pad(sequences, { length: 3, truncate: false }).steps).toBe(3);
});

test('no sequences give a batch of 0', () => {
  expect(pad([])).toEqual({ ids: new Int32Array(0), lengths: new Int32Array(0), batch: 0, steps: 0 });
  expect(pad([], { length: 4 })).toMatchObject({ batch: 0, steps: 4 });
});

test('every sequence can be cut out again', () => {
  const ids = fc.array(fc.integer({ min: 1, max: 99 })).map((list) => Int32Array.from(list));
  fc.assert(
    fc.property(fc.array(ids), fc.constantFrom('left', 'right'), fc.nat(9), (rows, side, extra) => {
      const longest = Math.max(0, ...rows.map((row) => row.length));
      const padded = pad(rows, { side, length: longest + extra });
      rows.forEach((row, i) => {
        const all = [...padded.ids.slice(i * padded.steps, (i + 1) * padded.steps)];
        const fill = new Array(padded.steps - row.length).fill(0);
        expect(all).toEqual(side === 'right' ? [...row, ...fill] : [...fill, ...row]);
        expect(padded.lengths[i]).toBe(row.length);
      });
    }),
  );
});

test.each([
  [{ side: 'top' as never }, 'pad: side must be one of right, left, received "top".'],
  [{ truncate: true as never }, 'pad: truncate must be one of right, left, false, received true.'],
  [{ length: -1 }, 'pad: length must be a whole number of at least 0, received -1.'],
  [{ length: 1.5 }, 'pad: length must be a whole number of at least 0, received 1.5.'],
  [{ padId: -1 }, 'pad: padId must be a whole number from 0 to 2147483647, received -1.'],
])('%j is refused', (options, message) => {
  expect(() => pad(sequences, options)).toThrow(new TokenizerError(message));
});
