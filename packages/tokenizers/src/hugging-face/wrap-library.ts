import { createSections } from '../text/sections.js';
import type { Tokenizer } from '../tokenizer.js';
import type { CheckedFile } from './check-file.js';
import type { Config } from './config.js';
import { forLibrary } from './for-library.js';
import { Tokenizer as Library } from './library.js';
import { limitGrowth } from './limit-growth.js';
import { original } from './original.js';
import { padIdOf } from './pad-token.js';
import { templateOf } from './template.js';
import { unknownTokens } from './unknown-tokens.js';

/** Makes a tokenizer of a checked file that encodes and decodes with `@huggingface/tokenizers`. */
export function wrapLibrary(file: CheckedFile, config: Config): Tokenizer {
  const { vocabulary, added, model } = file;
  const unknown = typeof model.unk_token === 'string' ? model.unk_token : undefined;
  const settings = { unk_token: unknown, clean_up_tokenization_spaces: config.cleanUp };
  const library = new Library(forLibrary(file), settings);
  library.normalizer = limitGrowth(library.normalizer);
  const padId = padIdOf(file, config);
  const { before, after } = templateOf(file.json.post_processor);
  const startId = idOf(before[0]);
  const endId = idOf(after.at(-1));
  const hidden = new Set([padId, ...[...before, ...after].map(idOf)]);
  const cut = createSections(added.map(({ content }) => content));

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
      if (typeof text !== 'string') cut(text);
      return Int32Array.from(library.encode(text).ids);
    },
    decode(ids: ArrayLike<number>) {
      const shown = Array.from(ids).filter((id) => !hidden.has(id));
      for (const id of shown) vocabulary.token(id);
      return shown.length === 0 ? '' : library.decode(shown);
    },
    unknowns: (text: string) => [
      ...new Set(
        cut(text)
          .filter((_, i) => i % 2 === 0)
          .flatMap((section) => unknownTokens(file, library, section)),
      ),
    ],
    toJSON: original(file.json),
  });
}
