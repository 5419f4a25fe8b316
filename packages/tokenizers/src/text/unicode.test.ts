import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints, detachedCopy, hasLoneSurrogate } from './unicode.js';

test('characters above U+FFFF sort after all others', () => {
  expect(['😀', '\uffee', 'b', 'ab', 'a'].sort(compareCodePoints)).toEqual(['a', 'ab', 'b', '\uffee', '😀']);
});

test('the order is that of UTF-8 bytes', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const bytes = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(Math.sign(compareCodePoints(a, b))).toBe(bytes);
    }),
  );
});

test('halves of surrogate pairs are told from whole ones', () => {
  expect(hasLoneSurrogate('a😀')).toBe(false);
  expect(hasLoneSurrogate('a\ud83d')).toBe(true);
  expect(hasLoneSurrogate('\ude00\ud83d')).toBe(true);
});

test('a copy is the same text, halves of surrogate pairs included', () => {
  const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
  fc.assert(fc.property(fc.string({ unit, size: 'medium' }), (text) => detachedCopy(text) === text));
  const long = 'ab\ud83d😀'.repeat(5000);
  expect(detachedCopy(long)).toBe(long);
});
