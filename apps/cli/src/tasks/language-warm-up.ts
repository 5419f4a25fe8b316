import type { Tokenizer } from '@rnnlab/tokenizers';
import type { TokenStream } from '@rnnlab/trainer';

/** Tokens of a warm-up at most. */
const MOST = 64;
/** Tokens at the end of the text among which a line break is looked for. */
const REACH = 1024;

/**
 * What a model of running text reads before it writes: in its training a state of zeros came once an epoch, so that it
 * does not know how to go on from there. It is the end of the last line, or of the text if no line ends near there.
 *
 * @param stream - The training part.
 */
export function warmUpOf(stream: TokenStream, tokenizer: Tokenizer): number[] {
  const steps = Math.min(stream.length, REACH);
  const { ids, targets } = stream.batch([stream.length - steps], steps);
  const tokens = [ids![0]!, ...targets!];
  const lineEnd = tokens.findLastIndex((id) => tokenizer.decode([id]).endsWith('\n')) + 1;
  const end = lineEnd > 0 ? lineEnd : tokens.length;
  return tokens.slice(Math.max(0, end - MOST), end);
}
