import { shown } from '@rnnlab/shared';
import { TokenizerError } from './tokenizer-error.js';

/** Throws a {@link TokenizerError} unless `ids` is an array or a typed array. What is in it is not looked at. */
export function requireIds(ids: unknown): void {
  if (typeof ids === 'object' && Number.isInteger((ids as ArrayLike<unknown> | null)?.length)) return;
  throw new TokenizerError(`decode takes an array of ids, received ${shown(ids)}.`);
}
