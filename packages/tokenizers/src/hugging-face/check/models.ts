import { unsupported } from '../../format-error.js';
import { isObject, own } from '../../json-value.js';
import { type Check, fields, flag, oneOf, optional, text, whole } from './check.js';

const token = text(100_000);
const unread: Check = () => {};

/** The parts beside `vocab` and `merges`, which are read and checked together with the ids. */
const models: Record<string, Record<string, Check>> = {
  WordLevel: { vocab: unread, unk_token: token },
  WordPiece: {
    vocab: unread,
    unk_token: token,
    continuing_subword_prefix: text(100),
    // The time for a word is in the cube of its length.
    max_input_chars_per_word: optional(whole(1, 1000)),
  },
  BPE: {
    vocab: unread,
    merges: unread,
    dropout: optional(oneOf(0)),
    unk_token: optional(token),
    continuing_subword_prefix: optional(oneOf('')),
    end_of_word_suffix: optional(text(100)),
    fuse_unk: optional(flag),
    byte_fallback: optional(flag),
    ignore_merges: optional(flag),
  },
};

/** Checks a model and says which it is; old files do not name a BPE model. */
export function checkModel(model: unknown): { type: string; model: Record<string, unknown> } {
  if (!isObject(model)) throw unsupported('model', 'an object', model);
  const written = own(model, 'type');
  const type = written ?? (Object.hasOwn(model, 'merges') ? 'BPE' : undefined);
  if (typeof type !== 'string' || !Object.hasOwn(models, type)) {
    throw unsupported('model.type', `one of ${Object.keys(models).join(', ')}`, written);
  }
  fields({ ...models[type], type: unread })(model, 'model', 0);
  return { type, model };
}
