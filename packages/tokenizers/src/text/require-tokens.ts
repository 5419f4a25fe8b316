import { shown } from '@rnnlab/shared';
import type { Kind } from '../kinds/kind.js';
import { TokenizerError } from '../tokenizer-error.js';
import { hasLoneSurrogate } from './code-points.js';

/**
 * Refuses a vocabulary that texts of this kind could never use.
 *
 * @throws TokenizerError when it is empty, or when a token is not exactly one token of the kind
 */
export function requireTokens(kind: Kind, tokens: Iterable<string>): void {
  let count = 0;
  for (const token of tokens) {
    count++;
    if (kind.split(token).length !== 1 || kind.split(token)[0] !== token || hasLoneSurrogate(token)) {
      throw new TokenizerError(`The vocabulary holds ${shown(token)}, which is not one ${kind.unit}.`);
    }
  }
  if (count === 0)
    throw new TokenizerError(`The vocabulary must hold at least one ${kind.unit}, received none.`);
}
