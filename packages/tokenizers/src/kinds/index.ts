import { character } from './character.js';
import type { Kind } from './kind.js';
import { word } from './word.js';

/** Every kind of tokenizer whose tokens are a fixed list. */
export const kinds: readonly Kind[] = [character, word];
