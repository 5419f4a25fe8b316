import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StopFilter } from './stop-filter.js';

/** What is shown of pieces, piece by piece. */
function shown(stops: string[], pieces: string[]): { pieces: string[]; stopped: boolean } {
  const filter = new StopFilter(stops);
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
