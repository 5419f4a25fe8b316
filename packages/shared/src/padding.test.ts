import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthBuckets, padRows } from './padding.js';

test('sequences lie at the beginning of their rows, and the rest stays', () => {
  const into = new Int32Array(9).fill(-1);
  const lengths = padRows([[5, 6, 7], [], Int32Array.of(8)], 3, into);
  expect([...into]).toEqual([5, 6, 7, -1, -1, -1, 8, -1, -1]);
  expect([...lengths]).toEqual([3, 0, 1]);
});

test('a step may have several numbers', () => {
  const into = new Float32Array(2 * 2 * 3);
  const lengths = padRows([Float32Array.of(1, 2, 3), [4, 5, 6, 7, 8, 9]], 2, into, 3);
  expect([...into]).toEqual([1, 2, 3, 0, 0, 0, 4, 5, 6, 7, 8, 9]);
  expect([...lengths]).toEqual([1, 2]);
});

test('a sequence that is too long is refused', () => {
  expect(() => padRows([[1], [1, 2, 3]], 2, new Int32Array(4))).toThrow(
    new RangeError('Row 1 has 3 steps, which do not fit into 2.'),
  );
});

const lengthOf = (text: string): number => text.length;

test('items of like lengths come together, those of one length as they came', () => {
  const items = ['ccc', 'a', 'dddd', 'b', 'bb', 'c'];
  expect(lengthBuckets(items, lengthOf, ({ size }) => size < 2)).toEqual([
    ['a', 'b'],
    ['c', 'bb'],
    ['ccc', 'dddd'],
  ]);
});

test('a group may be told by its shortest item', () => {
  const items = ['aaaa', 'b', 'cc', 'ddddd', 'ee', 'ffff'];
  expect(lengthBuckets(items, lengthOf, ({ shortest }, length) => length <= 2 * shortest)).toEqual([
    ['b', 'cc', 'ee'],
    ['aaaa', 'ffff', 'ddddd'],
  ]);
});

test('nothing makes no groups, and what fits nowhere has a group of its own', () => {
  expect(lengthBuckets([], lengthOf, () => true)).toEqual([]);
  expect(lengthBuckets(['bb', 'a'], lengthOf, () => false)).toEqual([['a'], ['bb']]);
});

test('every item is in one group, and lengths are asked for once each', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 5 }), (lengths, most) => {
      const asked: number[] = [];
      const indices = [...lengths.keys()];
      const groups = lengthBuckets(
        indices,
        (index) => {
          asked.push(index);
          return lengths[index]!;
        },
        ({ size }) => size < most,
      );
      expect(asked).toEqual(indices);
      expect(groups.flat().sort((a, b) => a - b)).toEqual(indices);
      // All but the last are full, and no group is longer than the next one is short.
      for (const [k, group] of groups.entries()) {
        if (k < groups.length - 1) expect(group).toHaveLength(most);
        const next = groups[k + 1];
        if (next) expect(lengths[group.at(-1)!]).toBeLessThanOrEqual(lengths[next[0]!]!);
      }
    }),
  );
});
