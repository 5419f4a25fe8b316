import { lengthBuckets } from '@rnnlab/shared';
import { runBatches } from '../tasks/batches.js';
import { logSoftmax } from './sampling.js';
import type { StatefulDecoder } from './stateful-decoder.js';

/** How well a model predicts a text. */
export interface TextScore {
  /** Tokens that were predicted, the end symbol included. */
  tokens: number;
  /** The negative log-probability of all of them. */
  nats: number;
  /** The mean over tokens; e to its power is the perplexity. */
  natsPerToken: number;
}

/** Steps of a run at most. */
const MOST = 64;
/** Texts of a run at most. */
const ROWS = 64;

/** Scores sequences of two ids or more: each id from those before it. */
export async function scoreSequences(
  stepper: StatefulDecoder,
  sequences: readonly (readonly number[])[],
): Promise<TextScore[]> {
  // Neighbors of similar lengths, so that little is read in vain.
  const batches = lengthBuckets(
    sequences.keys(),
    (k) => sequences[k]!.length,
    ({ size }) => size < ROWS,
  );
  return runBatches(batches, async (batch) => {
    const nats = await scoreBatch(
      stepper,
      batch.map((k) => sequences[k]!),
    );
    return batch.map((k, row) => {
      const tokens = sequences[k]!.length - 1;
      return { tokens, nats: nats[row]!, natsPerToken: nats[row]! / tokens };
    });
  });
}

async function scoreBatch(
  stepper: StatefulDecoder,
  batch: readonly (readonly number[])[],
): Promise<number[]> {
  const { vocabulary } = stepper;
  const rows = batch.length;
  const longest = Math.max(...batch.map((ids) => ids.length - 1));
  const nats = Array<number>(rows).fill(0);
  let states = stepper.start(rows);
  for (let from = 0; from < longest; from += MOST) {
    const steps = Math.min(MOST, longest - from);
    const given = Int32Array.from(
      { length: steps * rows },
      (_, k) => batch[k % rows]![from + Math.floor(k / rows)] ?? 0,
    );
    const block = { rows, steps, previous: given.subarray(0, rows), states, given };
    const result = await stepper.run(block, { logits: true });
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
