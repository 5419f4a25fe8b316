import fc from 'fast-check';
import { expect, test } from 'vitest';
import { characterClass, charactersOfClass } from './character-class.js';

test('a set is written in order, with ranges', () => {
  expect(characterClass('cab-😀a')).toBe('\\x{2D}\\x{61}-\\x{63}\\x{1F600}');
});

test('what is written is read', () => {
  const characters = fc.string({ unit: 'binary', minLength: 1 });
  fc.assert(
    fc.property(characters, (text) => {
      const points = new Set([...text].map((character) => character.codePointAt(0)!));
      const sorted = [...points].sort((a, b) => a - b);
      expect(charactersOfClass(characterClass(text))).toBe(String.fromCodePoint(...sorted));
    }),
  );
});

test.each([
  '',
  'a-z',
  '\\x{61}-',
  '\\x{63}-\\x{61}',
  '\\x{63}\\x{61}',
  '\\x{61}\\x{62}',
  '\\x{0}-\\x{10FFFF}',
  '\\x{110000}',
  '\\x{61}-\\x{62}-\\x{63}',
])('%j is not how a set is written', (written) => {
  expect(charactersOfClass(written)).toBeUndefined();
});
