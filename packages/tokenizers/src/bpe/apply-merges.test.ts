import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyMerges, type Merge, MergeTable } from './apply-merges.js';

/** By the definition: the lowest rank, the leftmost of equals, again and again. */
function naive(ids: number[], merges: Merge[]): number[] {
  const rank = (i: number) => {
    const found = merges.findIndex(([left, right]) => left === ids[i] && right === ids[i + 1]);
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  };
  for (;;) {
    const ranks = ids.slice(1).map((_, i) => rank(i));
    const lowest = Math.min(...ranks);
    if (!Number.isFinite(lowest)) return ids;
    ids.splice(ranks.indexOf(lowest), 2, merges[lowest]![2]);
  }
}

test('merges as the definition says, whatever the merges', () => {
  const id = fc.nat(7);
  const merges = fc
    .uniqueArray(fc.tuple(id, id, fc.nat(9)), { selector: ([left, right]) => `${left} ${right}` })
    .filter((list) => list.every(([left, right, merged]) => merged !== left && merged !== right));
  // A merge that makes an older token could go round in circles only if words grew, and they shrink.
  fc.assert(
    fc.property(fc.array(id, { maxLength: 40 }), merges, (ids, list) => {
      expect([...applyMerges(Int32Array.from(ids), new MergeTable(list))]).toEqual(naive([...ids], list));
    }),
    { numRuns: 500 },
  );
});

test('overlapping pairs go from the left', () => {
  const table = new MergeTable([[1, 1, 2]]);
  expect([...applyMerges(Int32Array.of(1, 1, 1), table)]).toEqual([2, 1]);
  expect([...applyMerges(Int32Array.of(0, 1, 1, 1, 1), table)]).toEqual([0, 2, 2]);
});

test('words of no and of one id stay as they are', () => {
  const table = new MergeTable([]);
  expect([...applyMerges(Int32Array.of(), table)]).toEqual([]);
  expect([...applyMerges(Int32Array.of(3), table)]).toEqual([3]);
});
