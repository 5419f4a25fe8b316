import { character } from './character.js';
import type { Kind } from './kind.js';
import { word } from './word.js';

/** Every kind of tokenizer that can be saved and loaded. */
export const kinds: readonly Kind[] = [character, word];
