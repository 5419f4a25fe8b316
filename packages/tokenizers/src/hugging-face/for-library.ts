import type { CheckedFile } from './check-file.js';

type Component = Record<string, unknown>;

const split = (Regex: string, behavior: unknown, invert = false): Component => ({
  type: 'Split',
  pattern: { Regex },
  behavior,
  invert,
});

/**
 * Pre-tokenizers that the library has for ASCII only, in words that it reads for all of Unicode, as Hugging Face's
 * own implementation in Rust does.
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

/** A file as the library takes it: with every part, and only those that it reads. */
export function forLibrary({ json, type, model, added, merges, vocabulary }: CheckedFile): Component {
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
