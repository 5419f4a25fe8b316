import { type Check, component, flag, list, optional, text, whole } from './check.js';
import { pattern } from './pattern.js';
import { byteLevel, metaspace } from './pre-tokenizers.js';

export const decoder: Check = component(() => decoders);

const decoders: Record<string, Record<string, Check>> = {
  ByteLevel: byteLevel,
  WordPiece: { prefix: text(100), cleanup: optional(flag) },
  Metaspace: metaspace,
  BPEDecoder: { suffix: text(100) },
  ByteFallback: {},
  Fuse: {},
  Replace: { pattern, content: text(100) },
  Strip: { content: text(1), start: whole(0, 1000), stop: whole(0, 1000) },
  Sequence: { decoders: list(decoder, 100) },
};
