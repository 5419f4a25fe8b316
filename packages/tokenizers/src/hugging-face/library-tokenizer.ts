import { specialTokenSplitter } from '../special-tokens.js';
import { requireIds, type Tokenizer } from '../tokenizer.js';
import { type CheckedFile, copyOf } from './check-file.js';
import { Tokenizer as Library, type LibraryTokenizer, limitGrowth } from './library.js';
import { templateOf } from './post-processor.js';
import { type Config, padIdOf } from './tokenizer-config.js';

/** Makes a tokenizer of a checked file that encodes and decodes with `@huggingface/tokenizers`. */
export function libraryTokenizer(file: CheckedFile, config: Config): Tokenizer {
  const { vocabulary, added, model } = file;
  const unknown = typeof model.unk_token === 'string' ? model.unk_token : undefined;
  const settings = { unk_token: unknown, clean_up_tokenization_spaces: config.cleanUp };
  const library = new Library(libraryJSON(file), settings);
  library.normalizer = limitGrowth(library.normalizer);
  const padId = padIdOf(file, config);
  const { before, after } = templateOf(file.json.post_processor);
  const startId = idOf(before[0]);
  const endId = idOf(after.at(-1));
  const skipped = new Set([padId, ...[...before, ...after].map(idOf)]);
  const splitSpecial = specialTokenSplitter(added.map(({ content }) => content));

  function idOf(token: string | undefined): number | undefined {
    return token === undefined ? undefined : vocabulary.id(token);
  }

  return Object.freeze({
    vocabulary,
    padId,
    unknownId: idOf(unknown),
    startId,
    endId,
    encode(text: string) {
      if (typeof text !== 'string') splitSpecial(text);
      return Int32Array.from(library.encode(text).ids);
    },
    decode(ids: ArrayLike<number>) {
      requireIds(ids);
      const shown = Array.from(ids).filter((id) => !skipped.has(id));
      for (const id of shown) vocabulary.token(id);
      return shown.length === 0 ? '' : library.decode(shown);
    },
    unknowns: (text: string) => [
      ...new Set(
        splitSpecial(text)
          .filter((_, i) => i % 2 === 0)
          .flatMap((section) => unknownTokens(file, library, section)),
      ),
    ],
    toJSON: copyOf(file.json),
  });
}

type Component = Record<string, unknown>;

const split = (Regex: string, behavior: unknown, invert = false): Component => ({
  type: 'Split',
  pattern: { Regex },
  behavior,
  invert,
});

/**
 * Replacements of pre-tokenizers that the library supports for ASCII only, by ones that it supports for all of Unicode, as
 * in Hugging Face's own implementation in Rust.
 */
const rewritten: Record<string, (component: Component) => Component> = {
  Whitespace: () => split('\\w+|[^\\w\\s]+', 'Removed', true),
  Digits: ({ individual_digits }) => split(individual_digits ? '\\p{N}' : '\\p{N}+', 'Isolated'),
  Punctuation: ({ behavior }) => split('[\\p{P}!-/:-@\\[-`{-~]', behavior ?? 'Isolated'),
  Sequence: (component) => ({
    ...component,
    pretokenizers: (component.pretokenizers as Component[]).map(rewrite),
  }),
};

const rewrite = (component: Component): Component =>
  rewritten[component.type as string]?.(component) ?? component;

/** Converts a file to the form that the library reads: with every part, and no others. */
function libraryJSON({ json, type, model, added, merges, vocabulary }: CheckedFile): Component {
  const preTokenizer = json.pre_tokenizer as Component | null | undefined;
  return {
    version: '1.0',
    added_tokens: added,
    normalizer: json.normalizer ?? null,
    pre_tokenizer: preTokenizer ? rewrite(preTokenizer) : null,
    post_processor: json.post_processor ?? null,
    decoder: json.decoder ?? null,
    model: {
      ...model,
      type,
      ...(type === 'BPE' && { merges }),
      vocab: Object.fromEntries(idsOf(vocabulary.tokens)),
    },
  };
}

const idsOf = (tokens: readonly string[]) =>
  tokens.map((token, id): [string, number] => [token, id]).filter(([token]) => token !== '');

/**
 * Lists the unknown tokens of a text without added tokens: words, or the characters of a BPE model. A BPE model with byte
 * fallback, or over bytes, has none.
 */
function unknownTokens(file: CheckedFile, library: LibraryTokenizer, text: string): string[] {
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
