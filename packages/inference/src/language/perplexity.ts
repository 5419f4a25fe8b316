import { lengthBuckets } from '@rnnlab/shared';
import { runBatches } from '../tasks/batches.js';
import { logSoftmax } from './sampling.js';
import type { StatefulDecoder } from './stateful-decoder.js';

/** The likelihood of a text; its perplexity is `Math.exp(natsPerToken)`. */
export interface TextScore {
  /** Number of predicted tokens, the end symbol included. */
  tokens: number;
  /** The sum of their negative log-probabilities, in nats. */
  nats: number;
  /** The mean negative log-probability (cross-entropy) per token, in nats. */
  natsPerToken: number;
}

/** The most time steps of a run. */
const MAX_STEPS = 64;
/** The most texts of a run. */
const MAX_ROWS = 64;

/** Scores sequences of two ids or more: each id from those before it. */
export async function scoreSequences(
  decoder: StatefulDecoder,
  sequences: readonly (readonly number[])[],
): Promise<TextScore[]> {
  // Buckets of similar lengths need little padding.
  const batches = lengthBuckets(
    sequences.keys(),
    (k) => sequences[k]!.length,
    ({ size }) => size < MAX_ROWS,
  );
  return runBatches(batches, async (batch) => {
    const nats = await scoreBatch(
      decoder,
      batch.map((k) => sequences[k]!),
    );
    return batch.map((k, row) => {
      const tokens = sequences[k]!.length - 1;
      return { tokens, nats: nats[row]!, natsPerToken: nats[row]! / tokens };
    });
  });
}

async function scoreBatch(
  decoder: StatefulDecoder,
  batch: readonly (readonly number[])[],
): Promise<number[]> {
  const { vocabulary } = decoder;
  const rows = batch.length;
  const longest = Math.max(...batch.map((ids) => ids.length - 1));
  const nats = Array<number>(rows).fill(0);
  let states = decoder.start(rows);
  for (let from = 0; from < longest; from += MAX_STEPS) {
    const steps = Math.min(MAX_STEPS, longest - from);
    const given = Int32Array.from(
      { length: steps * rows },
      (_, k) => batch[k % rows]![from + Math.floor(k / rows)] ?? 0,
    );
    const block = { rows, steps, previous: given.subarray(0, rows), states, given };
    const result = await decoder.run(block, { logits: true });
    ({ states } = result);
    for (let k = 0; k < steps * rows; k++) {
      const target = batch[k % rows]![from + Math.floor(k / rows) + 1];
      if (target === undefined) continue;
      const row = result.logits!.subarray(k * vocabulary, (k + 1) * vocabulary);
      nats[k % rows]! -= logSoftmax(row)[target]!;
    }
  }
  return nats;
}
