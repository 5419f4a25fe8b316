import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatenate } from './tokenizer.js';

test('parts of any length come one after the other', () => {
  const part = fc.int32Array({ maxLength: 100 });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      expect([...concatenate(parts)]).toEqual(parts.flatMap((ids) => [...ids]));
    }),
  );
});
