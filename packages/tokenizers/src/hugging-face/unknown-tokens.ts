import type { CheckedFile } from './check-file.js';
import type { LibraryTokenizer } from './library.js';

/**
 * What the model of a file does not know of a text without added tokens: words, or the characters of a BPE model. A
 * BPE model with byte fallback, or over bytes, knows everything.
 */
export function unknownTokens(file: CheckedFile, library: LibraryTokenizer, text: string): string[] {
  const { type, model, vocabulary } = file;
  const normalized = text === '' ? '' : (library.normalizer?.normalize(text) ?? text);
  if (normalized === '') return [];
  const words = library.pre_tokenizer?.pre_tokenize(normalized, { section_index: 0 }) ?? [normalized];
  if (type === 'WordLevel') return words.filter((word) => !vocabulary.has(word));
  if (type === 'WordPiece') {
    return words.filter((word) => library.model.encode([word]).includes(model.unk_token as string));
  }
  if (model.byte_fallback && vocabulary.has('<0x00>')) return [];
  const suffix = typeof model.end_of_word_suffix === 'string' ? model.end_of_word_suffix : '';
  return words.flatMap((word) => {
    const characters = [...word];
    return characters.filter((character, i) => {
      return !vocabulary.has(i === characters.length - 1 ? character + suffix : character);
    });
  });
}
