import {
  byteTokenizer,
  trainBpeTokenizer,
  trainCharacterTokenizer,
  trainWordTokenizer,
} from '@rnnlab/tokenizers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextStream } from './text-stream.js';

const texts = ['naïve café, 東京 🙂 naïve', 'the cat and the dog and the cat'];
const tokenizers = [
  ['characters', trainCharacterTokenizer(texts)],
  ['words', trainWordTokenizer(texts)],
  ['bytes', byteTokenizer()],
  ['byte pairs', trainBpeTokenizer(texts, { maxSize: 270 })],
] as const;

describe.each(tokenizers)('%s', (_, tokenizer) => {
  test.each(texts)('the pieces of "%s" are the text', (text) => {
    const ids = tokenizer.encode(text);
    const stream = new TextStream(tokenizer);
    const pieces = Array.from(ids, (id) => stream.push(id));
    expect(pieces.join('') + stream.end()).toBe(tokenizer.decode(ids));
    // No piece is half a character.
    for (const piece of pieces) {
      expect(piece).not.toContain('\uFFFD');
      expect(piece).not.toMatch(/\p{Surrogate}/u);
    }
  });

  test('after a prime it goes on as the whole text would', () => {
    const ids = tokenizer.encode(texts[1]!);
    const stream = new TextStream(tokenizer, ids[0]);
    const rest = Array.from(ids.slice(1), (id) => stream.push(id)).join('') + stream.end();
    expect(tokenizer.decode(ids.slice(0, 1)) + rest).toBe(tokenizer.decode(ids));
  });

  test('whatever the tokens are, the pieces are what they decode to', () => {
    const id = fc.integer({ min: 1, max: tokenizer.vocabulary.size - 1 });
    fc.assert(
      fc.property(fc.array(id, { maxLength: 12 }), (ids) => {
        const stream = new TextStream(tokenizer);
        expect(ids.map((one) => stream.push(one)).join('') + stream.end()).toBe(tokenizer.decode(ids));
      }),
      { numRuns: 300 },
    );
  });
});

test('the bytes of a character are held back until it is whole', () => {
  const tokenizer = byteTokenizer();
  const stream = new TextStream(tokenizer);
  expect(Array.from(tokenizer.encode('a🙂b'), (id) => stream.push(id))).toEqual(['a', '', '', '', '🙂', 'b']);
  stream.push(tokenizer.encode('é')[0]!);
  expect(stream.end()).toBe('\uFFFD');
});
