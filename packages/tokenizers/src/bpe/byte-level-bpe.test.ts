import { expect, test } from 'vitest';
import { BYTE_CHARACTERS, bytesOfToken, CHARACTER_BYTES } from './byte-level-bpe.js';

test('each byte has a visible character of its own', () => {
  expect(CHARACTER_BYTES.size).toBe(256);
  for (const character of BYTE_CHARACTERS) expect(character).toMatch(/^[\p{L}\p{N}\p{P}\p{S}]$/u);
});

test('the characters are those of GPT-2', () => {
  expect(
    ['!', 'A', '~', ' ', '\n', '\t', '\x7f', '\x00'].map((c) => BYTE_CHARACTERS[c.charCodeAt(0)]),
  ).toEqual(['!', 'A', '~', 'Ġ', 'Ċ', 'ĉ', 'ġ', 'Ā']);
  expect(BYTE_CHARACTERS[0xad]).toBe('Ń');
  expect(BYTE_CHARACTERS[0xff]).toBe('ÿ');
});

test('a token is its bytes, unless it is written otherwise', () => {
  expect(bytesOfToken('ĠÃ©')).toEqual(Uint8Array.of(0x20, 0xc3, 0xa9));
  expect(bytesOfToken('a b')).toBeUndefined();
});
