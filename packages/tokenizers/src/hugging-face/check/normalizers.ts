import { type Check, component, flag, list, optional, text } from './check.js';
import { pattern } from './pattern.js';

/** What a match may become; with it a step can lengthen a text so many times at most. */
const LONGEST_CONTENT = 100;

export const normalizer: Check = component(() => normalizers);

const normalizers: Record<string, Record<string, Check>> = {
  NFC: {},
  NFD: {},
  NFKC: {},
  NFKD: {},
  Lowercase: {},
  StripAccents: {},
  Strip: { strip_left: flag, strip_right: flag },
  Replace: { pattern, content: text(LONGEST_CONTENT) },
  Prepend: { prepend: text(LONGEST_CONTENT) },
  BertNormalizer: {
    clean_text: optional(flag),
    handle_chinese_chars: optional(flag),
    strip_accents: optional(flag),
    lowercase: optional(flag),
  },
  Sequence: { normalizers: list(normalizer, 1000) },
};
