import { unsupported } from '../../format-error.js';
import { type Check, component, flag, list, oneOf, optional, text } from './check.js';
import { pattern } from './pattern.js';

/** The library knows no other behaviors of Split, and reads `invert` as "only the matches". */
const behavior = oneOf('Isolated', 'Removed');

export const preTokenizer: Check = (value, path, depth) => {
  component(() => preTokenizers)(value, path, depth);
  const { type, behavior, invert } = value as { type: string; behavior?: string; invert?: boolean };
  if (type === 'Split' && invert && behavior !== 'Removed') {
    throw unsupported(`${path}.behavior`, '"Removed", as invert is true', behavior);
  }
};

export const metaspace: Record<string, Check> = {
  replacement: optional(text(1)),
  str_rep: optional(text(1)),
  prepend_scheme: optional(oneOf('always', 'first', 'never')),
  add_prefix_space: optional(oneOf(true)),
  split: optional(flag),
};

export const byteLevel: Record<string, Check> = {
  add_prefix_space: optional(flag),
  trim_offsets: optional(flag),
  use_regex: optional(flag),
};

const preTokenizers: Record<string, Record<string, Check>> = {
  BertPreTokenizer: {},
  ByteLevel: byteLevel,
  Metaspace: metaspace,
  Split: { pattern, behavior, invert: optional(flag) },
  Digits: { individual_digits: optional(flag) },
  Punctuation: { behavior: optional(behavior) },
  Whitespace: {},
  WhitespaceSplit: {},
  Sequence: { pretokenizers: list(preTokenizer, 100) },
};
