import type { Tokenizer } from '@rnnlab/tokenizers';
import type { TokenStream } from '@rnnlab/trainer';

/** Tokens of a warm-up at most. */
const MOST = 64;
/** Tokens at the end of the text among which a paragraph or a line is looked for. */
const REACH = 1024;

/**
 * What a model of running text reads before it writes: in its training a state of zeros came once an epoch, so that it
 * does not know how to go on from there. It is the end of the last paragraph, the last line if no empty line is near, or
 * the text if no line ends.
 *
 * @param stream - The training part.
 */
export function warmUpOf(stream: TokenStream, tokenizer: Tokenizer): number[] {
  const steps = Math.min(stream.length, REACH);
  const { ids, targets } = stream.batch([stream.length - steps], steps);
  const tokens = [ids![0]!, ...targets!];
  const endOf = (mark: string): number => {
    const ends = (_: number, k: number) =>
      tokenizer.decode(tokens.slice(Math.max(0, k - 1), k + 1)).endsWith(mark);
    return tokens.findLastIndex(ends) + 1;
  };
  const end = endOf('\n\n') || endOf('\n') || tokens.length;
  return tokens.slice(Math.max(0, end - MOST), end);
}
