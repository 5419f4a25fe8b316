import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detached } from './detached.js';

test('a copy is the same text, halves of surrogate pairs included', () => {
  const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
  fc.assert(fc.property(fc.string({ unit, size: 'medium' }), (text) => detached(text) === text));
  const long = 'ab\ud83d😀'.repeat(5000);
  expect(detached(long)).toBe(long);
});
