import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../../test/texts.js';
import { byteTokenizer } from './byte-tokenizer.js';

test('the id of a byte is the byte plus 1, after the padding', () => {
  const tokenizer = byteTokenizer();
  expect([...tokenizer.encode('Aé😀')]).toEqual([66, 196, 170, 241, 160, 153, 129]);
  expect(tokenizer.vocabulary.size).toBe(257);
  expect(tokenizer).toMatchObject({ padId: 0, unknownId: undefined, startId: undefined });
});

test('further special tokens move the bytes', () => {
  const tokenizer = byteTokenizer({ start: '<s>', end: '</s>', specialTokens: ['<mask>'] });
  expect(tokenizer.vocabulary.tokens.slice(0, 4)).toEqual(['[PAD]', '<s>', '</s>', '<mask>']);
  expect([...tokenizer.encode('a<mask>')]).toEqual([1, 4 + 97, 3, 2]);
  expect([...tokenizer.encode('')]).toEqual([1, 2]);
  expect(tokenizer.decode([1, 4 + 97, 3, 2, 0, 0])).toBe('a<mask>');
});

test('what is encoded is decoded, half a surrogate pair as U+FFFD', () => {
  const tokenizer = byteTokenizer({ start: '<s>', end: '</s>' });
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text.replace(/\p{Surrogate}/gu, '\ufffd'));
    }),
    { numRuns: 500 },
  );
  expect(tokenizer.decode(tokenizer.encode('a\ud83d\ufeff'))).toBe('a\ufffd\ufeff');
});

test('bytes that are not UTF-8 become U+FFFD, and special tokens part them', () => {
  const tokenizer = byteTokenizer({ specialTokens: ['<x>'] });
  const [first, ...rest] = tokenizer.encode('é');
  expect(tokenizer.decode([first!])).toBe('\ufffd');
  expect(tokenizer.decode([first!, 1, ...rest])).toBe('\ufffd<x>\ufffd');
});

test('the normalization comes first, and what it drops is reported', () => {
  const tokenizer = byteTokenizer({ normalize: 'nfd-ascii', lowercase: true });
  expect(tokenizer.decode(tokenizer.encode('Łódź Ж'))).toBe('lodz ');
  expect(tokenizer.unknowns('Łódź Ж')).toEqual(['Ж']);
  expect(byteTokenizer().unknowns('Ж')).toEqual([]);
});

test('a special token must not be the name of a byte', () => {
  expect(() => byteTokenizer({ end: '\u0120' })).toThrow(
    'A special token beside bytes must have at least two characters, received "Ġ".',
  );
});
