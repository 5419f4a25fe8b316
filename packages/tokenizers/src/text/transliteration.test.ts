import { expect, test } from 'vitest';
import { TRANSLITERATION } from './transliteration.js';

const characters = Object.keys(TRANSLITERATION).flatMap((key) => [...key]);

test('each character is listed once, is not ASCII, and is one that decomposition leaves alone', () => {
  expect(new Set(characters).size).toBe(characters.length);
  for (const character of characters) {
    expect(character > '\x7f').toBe(true);
    expect(character.normalize('NFD')).toBe(character);
  }
});

test('replacements are printable ASCII', () => {
  for (const target of Object.values(TRANSLITERATION)) expect(target).toMatch(/^[\x20-\x7e]+$/);
});

test('capital and small letters correspond', () => {
  for (const [sources, target] of Object.entries(TRANSLITERATION)) {
    for (const source of sources) {
      const small = source.toLowerCase();
      const key = Object.keys(TRANSLITERATION).find((other) => other.includes(small));
      if (small !== source && key) expect(TRANSLITERATION[key]).toBe(target.toLowerCase());
    }
  }
});
