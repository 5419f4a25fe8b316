import type { LanguageFile } from '../file/model-file.js';
import { sampledLogits } from './generate.js';
import type { DecoderState } from './prompt.js';
import { logSoftmax, rankedIds } from './sampling.js';
import type { StatefulDecoder } from './stateful-decoder.js';

/** A beginning of a text, or a whole one, with the logarithm of its probability. */
export interface Hypothesis {
  ids: readonly number[];
  /** Sum of the tokens' log-probabilities, in nats. */
  logProbability: number;
}

export interface BeamSearchOptions {
  /** How many hypotheses are kept at each step. */
  width: number;
  maxTokens: number;
  /** What scores are divided by: tokens to this power. 0 is the likeliest text, 1 the likeliest per token. */
  lengthPenalty: number;
  signal?: AbortSignal | undefined;
}

/**
 * The likeliest continuations that a beam search finds, best first. All are whole texts: ended by the end symbol, or as
 * long as is allowed.
 */
export async function beamSearch(
  { language: { endId } }: Pick<LanguageFile, 'language'>,
  stepper: StatefulDecoder,
  primed: DecoderState,
  { width, maxTokens, lengthPenalty, signal }: BeamSearchOptions,
): Promise<Hypothesis[]> {
  const score = ({ ids, logProbability }: Hypothesis) => logProbability / ids.length ** lengthPenalty;
  const best = (some: Hypothesis[]) => some.sort((a, b) => score(b) - score(a)).slice(0, width);
  let live: Hypothesis[] = [{ ids: [], logProbability: 0 }];
  let whole: Hypothesis[] = [];
  let { previous, states } = primed;
  for (let step = 1; step <= maxTokens && live.length > 0; step++) {
    signal?.throwIfAborted();
    const rows = live.length;
    const { logits, states: next } = await stepper.run(
      { rows, steps: 1, previous, states },
      { logits: true },
    );
    // Of each hypothesis no more than `width` continuations can be among the best, and the end beside them.
    const continued = live.flatMap(({ ids, logProbability }, row) => {
      const own = sampledLogits(stepper, logits!, row);
      const logarithms = logSoftmax(own);
      return rankedIds(own)
        .slice(0, width + 1)
        .map((id) => ({
          row,
          ids: [...ids, id],
          logProbability: logProbability + logarithms[id]!,
        }));
    });
    continued.sort((a, b) => b.logProbability - a.logProbability);
    whole = best([...whole, ...continued.filter(({ ids }) => ids.at(-1) === endId)]);
    const going = continued.filter(({ ids }) => ids.at(-1) !== endId).slice(0, width);
    live = going;
    previous = Int32Array.from(going, ({ ids }) => ids.at(-1)!);
    states = stepper.select(
      next,
      going.map(({ row }) => row),
    );
    // Log-probabilities only fall: at best a hypothesis stays as it is to the last token that is allowed.
    const limit = Math.max(
      ...live.map(({ logProbability }) => logProbability / maxTokens ** Math.max(0, lengthPenalty)),
    );
    if (whole.length === width && score(whole.at(-1)!) >= limit) return whole;
  }
  return best([...whole, ...live]);
}
