import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addToHash, EMPTY_HASH, SubstringIndex } from './substring-index.js';

const find = (index: SubstringIndex, text: string, start = 0, end = text.length) => {
  let hash = EMPTY_HASH;
  for (let i = start; i < end; i++) hash = addToHash(hash, text.charCodeAt(i));
  return index.find(text, start, end, hash);
};

test('finds parts of a text by their place in the list', () => {
  const index = new SubstringIndex(['cat', 'at', 'concat']);
  expect(find(index, 'a concat', 2)).toBe(2);
  expect(find(index, 'a concat', 5)).toBe(0);
  expect(find(index, 'a concat', 6)).toBe(1);
  expect(find(index, 'dog')).toBe(-1);
  expect(find(new SubstringIndex([]), 'dog')).toBe(-1);
});

test('is a map', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '\ud83d'), maxLength: 5 });
  fc.assert(
    fc.property(fc.uniqueArray(short), fc.array(short), (keys, others) => {
      const index = new SubstringIndex(keys);
      for (const text of [...keys, ...others]) expect(find(index, text)).toBe(keys.indexOf(text));
    }),
  );
});

test('keys chosen to begin at the same place of the table are all found', () => {
  const hashOf = (text: string) =>
    [...text].reduce((hash, c) => addToHash(hash, c.charCodeAt(0)), EMPTY_HASH);
  const keys: string[] = [];
  for (let i = 0; keys.length < 60; i++) {
    const hash = hashOf(`k${i}`);
    if (((hash ^ (hash >>> 15)) & 127) === 5) keys.push(`k${i}`);
  }
  const index = new SubstringIndex(keys);
  for (const [i, key] of keys.entries()) expect(find(index, key)).toBe(i);
  expect(find(index, 'k')).toBe(-1);
});
