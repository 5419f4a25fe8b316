import { byte } from './byte.js';
import { bytePair } from './byte-pair.js';
import { character } from './character.js';
import { word } from './word.js';

/** Every tokenizer a recipe can name. */
export const tokenizers = { byte, 'byte-pair': bytePair, character, word };
