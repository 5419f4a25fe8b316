import {
  byteTokenizer,
  trainBpeTokenizer,
  trainCharacterTokenizer,
  trainWordTokenizer,
} from '@rnnlab/tokenizers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StopStringFilter, TextStreamer } from './text-streamer.js';

const texts = ['naïve café, 東京 🙂 naïve', 'the cat and the dog and the cat'];
const tokenizers = [
  ['characters', trainCharacterTokenizer(texts)],
  ['words', trainWordTokenizer(texts)],
  ['bytes', byteTokenizer()],
  ['byte pairs', trainBpeTokenizer(texts, { vocabularySize: 270 })],
] as const;

describe.each(tokenizers)('%s', (_, tokenizer) => {
  test.each(texts)('the pieces of "%s" are the text', (text) => {
    const ids = tokenizer.encode(text);
    const stream = new TextStreamer(tokenizer);
    const pieces = Array.from(ids, (id) => stream.push(id));
    expect(pieces.join('') + stream.end()).toBe(tokenizer.decode(ids));
    // No piece is half a character.
    for (const piece of pieces) {
      expect(piece).not.toContain('\uFFFD');
      expect(piece).not.toMatch(/\p{Surrogate}/u);
    }
  });

  test('after a prompt it goes on as the whole text would', () => {
    const ids = tokenizer.encode(texts[1]!);
    const stream = new TextStreamer(tokenizer, ids[0]);
    const rest = Array.from(ids.slice(1), (id) => stream.push(id)).join('') + stream.end();
    expect(tokenizer.decode(ids.slice(0, 1)) + rest).toBe(tokenizer.decode(ids));
  });

  test('whatever the tokens are, the pieces are what they decode to', () => {
    const id = fc.integer({ min: 1, max: tokenizer.vocabulary.size - 1 });
    fc.assert(
      fc.property(fc.array(id, { maxLength: 12 }), (ids) => {
        const stream = new TextStreamer(tokenizer);
        expect(ids.map((one) => stream.push(one)).join('') + stream.end()).toBe(tokenizer.decode(ids));
      }),
      { numRuns: 300 },
    );
  });
});

test('the bytes of a character are held back until it is whole', () => {
  const tokenizer = byteTokenizer();
  const stream = new TextStreamer(tokenizer);
  expect(Array.from(tokenizer.encode('a🙂b'), (id) => stream.push(id))).toEqual(['a', '', '', '', '🙂', 'b']);
  stream.push(tokenizer.encode('é')[0]!);
  expect(stream.end()).toBe('\uFFFD');
});

/** What is shown of pieces, piece by piece. */
function shown(stops: string[], pieces: string[]): { pieces: string[]; stopped: boolean } {
  const filter = new StopStringFilter(stops);
  const texts = [...pieces.map((piece) => filter.push(piece)), filter.end()];
  return { pieces: texts, stopped: filter.stopped };
}

test('a stop over several pieces is held back and never shown', () => {
  expect(shown(['END'], ['one E', 'N', 'D two'])).toEqual({ pieces: ['one ', '', '', ''], stopped: true });
});

test('what only looked like one is shown as soon as that is known', () => {
  expect(shown(['END'], ['E', 'N', 'ES'])).toEqual({ pieces: ['', '', 'ENES', ''], stopped: false });
  expect(shown(['END'], ['EN'])).toEqual({ pieces: ['', 'EN'], stopped: false });
  expect(shown(['aab'], ['a', 'a', 'a', 'b'])).toEqual({ pieces: ['', '', 'a', '', ''], stopped: true });
});

test('the first of several stops ends the text', () => {
  expect(shown(['xy', 'b'], ['ab xy']).pieces.join('')).toBe('a');
});

test('however a text is cut, what comes before the stop is shown', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
  const stop = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 6 }), stop, (pieces, end) => {
      const text = pieces.join('');
      const at = text.indexOf(end);
      const result = shown([end], pieces);
      expect(result.pieces.join('')).toBe(at < 0 ? text : text.slice(0, at));
      expect(result.stopped).toBe(at >= 0);
    }),
  );
});
