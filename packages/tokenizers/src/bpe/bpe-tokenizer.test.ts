import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText, TEXTS } from '../../test/texts.js';
import { trainBpeTokenizer } from './bpe-tokenizer.js';
import { BYTE_CHARACTERS } from './byte-level-bpe.js';
import { splitPatterns } from './split-patterns.js';

/** The tokens that training made. */
const learnt = (texts: string[], options = {}) =>
  trainBpeTokenizer(texts, options).vocabulary.tokens.slice(257);

describe('training', () => {
  test('bytes follow the padding in the order of GPT-2', () => {
    const { vocabulary } = trainBpeTokenizer([]);
    expect(vocabulary.tokens).toEqual(['[PAD]', ...[...BYTE_CHARACTERS].sort()]);
    expect(vocabulary.tokens.slice(1, 4)).toEqual(['!', '"', '#']);
    expect(vocabulary.token(256)).toBe('\u0143');
  });

  test('the most frequent pair is merged first, then pairs with the new token', () => {
    // The words are abab, Ġabab, Ġabx, Ġabx. ab occurs 6 times, then Ġab 3 times; abx stands after Ġ alone.
    expect(learnt(['abab abab abx abx'])).toEqual(['ab', 'Ġab', 'Ġabx']);
  });

  test('of equal pairs the one with the lower left, then the lower right id comes first', () => {
    // Each of ba, bc, ab, cb twice: a is before b before c.
    expect(learnt(['bc', 'bc', 'ba', 'ba', 'ab', 'ab', 'cb', 'cb'])).toEqual(['ab', 'ba', 'bc', 'cb']);
    // Bytes stand in the order of their characters: a line feed (Ċ) after all letters.
    expect(learnt(['\n\n', '\n\n', 'zz', 'zz'])).toEqual(['zz', 'ĊĊ']);
  });

  test('the same as merging by the definition', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'é'), maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        (texts, minFrequency) => {
          const options = { minFrequency, vocabularySize: 280 };
          expect(learnt(texts, options)).toEqual(reference(texts, options));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('the order of the texts does not matter', () => {
    fc.assert(
      fc.property(fc.array(anyText()), (texts) => {
        const options = { vocabularySize: 300 };
        expect(trainBpeTokenizer(texts.toReversed(), options).toJSON()).toEqual(
          trainBpeTokenizer(texts, options).toJSON(),
        );
      }),
    );
  });

  test('vocabularySize counts all tokens, minFrequency leaves rare pairs out', () => {
    const texts = ['aaaa bbbb aaaa bbbb cc'];
    expect(trainBpeTokenizer(texts, { vocabularySize: 259 }).vocabulary.size).toBe(259);
    expect(learnt(texts)).not.toContain('cc');
    expect(learnt(texts, { minFrequency: 1 })).toContain('cc');
  });

  test('no token reaches over a cut of the pattern', () => {
    const text = "THEY'RE 123456 here.\n\nit's ";
    const twice = [text, text];
    expect(learnt(twice)).toContain('Ġ123456');
    expect(learnt(twice, { pattern: 'gpt-4' })).toContain('123');
    expect(learnt(twice, { pattern: 'gpt-4' })).not.toContain('1234');
    expect(learnt(twice, { pattern: 'gpt-4' })).toContain("'RE");
    expect(learnt(twice)).not.toContain("'RE");
  });

  test('special tokens are not learnt, nor what would have their names', () => {
    const texts = ['x<end>y x<end>y END END', 'END'];
    const tokenizer = trainBpeTokenizer(texts, { specialTokens: ['<end>', 'end'], lowercase: true });
    expect(tokenizer.vocabulary.tokens.filter((token) => /end/.test(token))).toEqual([
      '<end>',
      'end',
      'Ġend',
    ]);
    expect(tokenizer.decode(tokenizer.encode('END<end>'))).toBe('end<end>');
  });

  test('impossible options and a single string are refused', () => {
    expect(() => trainBpeTokenizer('abc')).toThrow('received one string: put it in an array');
    expect(() => trainBpeTokenizer(['a'], { vocabularySize: 256 })).toThrow(
      'Option vocabularySize must be a whole number of at least 257, received 256.',
    );
    expect(() => trainBpeTokenizer(['a'], { minFrequency: 0.5 })).toThrow(
      'minFrequency must be a whole number',
    );
    expect(() => trainBpeTokenizer(['a'], { pattern: 'none' as never })).toThrow(
      'Option pattern must be one of gpt-2, gpt-4, received "none".',
    );
  });
});

describe('encoding', () => {
  const tokenizer = trainBpeTokenizer(TEXTS, { vocabularySize: 400, start: '<s>', end: '</s>' });

  test('what is encoded is decoded, half a surrogate pair as U+FFFD', () => {
    fc.assert(
      fc.property(anyText(['<s>', '</s']), (text) => {
        const shown = text.replaceAll('<s>', '');
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(shown.replace(/\p{Surrogate}/gu, '\ufffd'));
      }),
      { numRuns: 500 },
    );
  });

  test('a long text without a space takes no longer per character than a short one', () => {
    const one = trainBpeTokenizer(['a'.repeat(64), 'a'.repeat(64)]);
    const long = 'a'.repeat(500_000);
    expect(one.encode(long).length).toBe(Math.ceil(500_000 / 64));
    expect(one.decode(one.encode(long)) === long).toBe(true);
  });

  test('more words than are remembered, and longer ones, are encoded the same', () => {
    const words = Array.from({ length: 120_000 }, (_, i) => ` w${i}`);
    const ids = tokenizer.encode(words.join(''));
    expect(tokenizer.decode(ids) === words.join('')).toBe(true);
    expect(
      Buffer.compare(Buffer.from(tokenizer.encode(words.join('')).buffer), Buffer.from(ids.buffer)),
    ).toBe(0);
  });
});

test.each(['gpt-2', 'gpt-4'] as const)('the pattern of %s loses nothing', (name) => {
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(splitPatterns[name].split(text).join('')).toBe(text);
    }),
    { numRuns: 500 },
  );
});

/** Merges by the definition: counts all pairs again each time. */
function reference(
  texts: string[],
  { minFrequency, vocabularySize }: { minFrequency: number; vocabularySize: number },
): string[] {
  const tokens = ['[PAD]', ...[...BYTE_CHARACTERS].sort()];
  const id = (token: string) => tokens.indexOf(token);
  const words = texts.flatMap((text) =>
    splitPatterns['gpt-2']
      .split(text)
      .map((word) => Array.from(Buffer.from(word), (b) => BYTE_CHARACTERS[b]!)),
  );
  while (tokens.length < vocabularySize) {
    const counts = new Map<string, number>();
    for (const word of words) {
      for (let i = 0; i + 1 < word.length; i++) {
        const pair = `${word[i]} ${word[i + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    const best = [...counts]
      .filter(([, count]) => count >= minFrequency)
      .map(([pair, count]) => [...(pair.split(' ') as [string, string]), count] as const)
      .filter(([left, right]) => !tokens.includes(left + right))
      .sort((a, b) => b[2] - a[2] || id(a[0]) - id(b[0]) || id(a[1]) - id(b[1]))[0];
    if (!best) break;
    const [left, right] = best;
    tokens.push(left + right);
    for (const word of words) {
      for (let i = 0; i + 1 < word.length; i++) {
        if (word[i] === left && word[i + 1] === right) word.splice(i, 2, left + right);
      }
    }
  }
  return tokens.slice(257);
}
