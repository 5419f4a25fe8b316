import { type Examples, isStream, type TokenStream } from '@rnnlab/trainer';

/** Tokens of a stream that are read at once. */
const STEPS = 2 ** 16;

/**
 * Share of the tokens to be predicted that are not in the vocabulary: all of them are the same for a model, so that
 * they are easily predicted.
 *
 * @param unknownId - What they are read as; undefined where there is none.
 */
export function unknownShare(examples: Examples | TokenStream, unknownId: number | undefined): number {
  if (unknownId === undefined) return 0;
  const seen = { all: 0, unknown: 0 };
  const add = (targets: ArrayLike<number>): void => {
    seen.all += targets.length;
    for (let k = 0; k < targets.length; k++) seen.unknown += Number(targets[k] === unknownId);
  };
  if (isStream(examples)) {
    for (let at = 0; at < examples.length; at += STEPS) {
      add(examples.batch([at], Math.min(STEPS, examples.length - at)).targets!);
    }
  } else {
    for (let k = 0; k < examples.length; k++) add(examples.batch([k], examples.steps(k)).targets!);
  }
  return seen.unknown / seen.all;
}
