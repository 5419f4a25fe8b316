import { InferenceError } from '../error.js';
import type { LanguageFile } from '../file/model-file.js';
import { sampledLogits } from './generate.js';
import type { BeamOptions } from './generation-options.js';
import type { DecoderState } from './prompt.js';
import { logSoftmax, rankedIds } from './sampling.js';
import type { StatefulDecoder } from './stateful-decoder.js';

/** A hypothesis of the beam: a finished or unfinished sequence with its log-probability. */
interface Hypothesis {
  ids: readonly number[];
  /** Sum of the tokens' log-probabilities, in nats. */
  logProbability: number;
}

/** Options of a beam search. */
export interface BeamSearchOptions {
  /** Beam width: the number of hypotheses kept at each step. */
  width: number;
  maxTokens: number;
  /** Length normalization: scores are divided by the number of tokens to this power. 0: the likeliest text, 1: the likeliest per token. */
  lengthPenalty: number;
  signal?: AbortSignal | undefined;
}

/**
 * Beam search: the likeliest continuations that it finds, best first. All are finished: by the end symbol, or by
 * `maxTokens`.
 */
export async function beamSearch(
  { language: { endId } }: Pick<LanguageFile, 'language'>,
  decoder: StatefulDecoder,
  state: DecoderState,
  { width, maxTokens, lengthPenalty, signal }: BeamSearchOptions,
): Promise<Hypothesis[]> {
  const score = ({ ids, logProbability }: Hypothesis) => logProbability / ids.length ** lengthPenalty;
  const best = (some: Hypothesis[]) => some.sort((a, b) => score(b) - score(a)).slice(0, width);
  let live: Hypothesis[] = [{ ids: [], logProbability: 0 }];
  let finished: Hypothesis[] = [];
  let { previous, states } = state;
  for (let step = 1; step <= maxTokens && live.length > 0; step++) {
    signal?.throwIfAborted();
    const rows = live.length;
    const { logits, states: next } = await decoder.run(
      { rows, steps: 1, previous, states },
      { logits: true },
    );
    // Of each hypothesis no more than `width` continuations can be among the best, and the end beside them.
    const continued = live.flatMap(({ ids, logProbability }, row) => {
      const own = sampledLogits(decoder, logits!, row);
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
    finished = best([...finished, ...continued.filter(({ ids }) => ids.at(-1) === endId)]);
    const unfinished = continued.filter(({ ids }) => ids.at(-1) !== endId).slice(0, width);
    live = unfinished;
    previous = Int32Array.from(unfinished, ({ ids }) => ids.at(-1)!);
    states = decoder.select(
      next,
      unfinished.map(({ row }) => row),
    );
    // Log-probabilities only fall: at best a hypothesis stays as it is to the last token that is allowed.
    const limit = Math.max(
      ...live.map(({ logProbability }) => logProbability / maxTokens ** Math.max(0, lengthPenalty)),
    );
    if (finished.length === width && score(finished.at(-1)!) >= limit) return finished;
  }
  return best([...finished, ...live]);
}

/**
 * Fills in the defaults of a beam search.
 *
 * @throws {InferenceError} For more texts than the beam width.
 */
export function beamSearchOptions({
  width = 5,
  n = 1,
  maxTokens = 1000,
  lengthPenalty = 0,
}: BeamOptions): Omit<BeamSearchOptions, 'signal'> & { n: number } {
  if (n > width) {
    throw new InferenceError(`A beam search of width ${width} gives at most as many texts, received n ${n}.`);
  }
  return { width, n, maxTokens, lengthPenalty };
}
