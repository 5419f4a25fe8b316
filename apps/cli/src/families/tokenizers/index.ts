import { character } from './character.js';
import { word } from './word.js';

/** Every tokenizer a recipe can name. */
export const tokenizers = { character, word };
