import type { GrowingText } from './generation.js';
import type { Choice } from './options/sampling.js';
import type { Primed } from './prime.js';
import type { Block, Stepper } from './stepper.js';

/** Steps of a run at most: with more there is little left to save, and more is thrown away behind an end. */
const MOST_STEPS = 16;
/** How long a run should take at most, in ms, so that text comes steadily and other work gets its turn. */
const PATIENCE = 10;
/** Entries of noise of a run at most: 16 MB. */
const MOST_NOISE = 2 ** 22;

/**
 * Grows some texts at the same time until all have ended. Yields after each run, when texts have something new. How
 * many steps a run takes, and which texts grow beside a text, does not change what is drawn.
 */
export async function* grow(
  stepper: Stepper,
  texts: readonly GrowingText[],
  primed: Primed,
  choice: Choice,
  signal?: AbortSignal,
): AsyncGenerator<void, void, void> {
  let live = [...texts];
  let now = primed;
  let steps = 1;
  const room = () => Math.max(1, Math.floor(MOST_NOISE / (live.length * stepper.vocabulary)));
  ({ live, now } = withoutEnded(stepper, live, now));
  while (live.length > 0) {
    signal?.throwIfAborted();
    const started = performance.now();
    steps = choice.choose ? 1 : Math.min(steps, room());
    now = await advance(stepper, live, now, steps, choice);
    yield;
    ({ live, now } = withoutEnded(stepper, live, now));
    const expected = 2 * (performance.now() - started);
    if (expected < PATIENCE) steps = Math.min(2 * steps, MOST_STEPS);
    else if (expected > 4 * PATIENCE) steps = Math.max(1, Math.floor(steps / 2));
  }
}

/** One run: every text gets so many tokens more. */
async function advance(
  stepper: Stepper,
  live: readonly GrowingText[],
  { previous, states }: Primed,
  steps: number,
  { greedy, scale, choose }: Choice,
): Promise<Primed> {
  const rows = live.length;
  const block: Block = { rows, steps, previous, states };
  if (choose) {
    const { logits, states: next } = await stepper.run(block, { logits: true });
    const ids = live.map((text, row) => choose(visible(stepper, logits!, row), text.random));
    for (const [row, text] of live.entries()) text.accept(ids[row]!);
    return { rows, previous: Int32Array.from(ids), states: next };
  }
  const drawn = greedy ? block : { ...block, scale, noise: noiseFor(stepper, live, steps) };
  const { last, samples, states: next } = await stepper.run(drawn);
  for (let k = 0; k < samples.length; k++) live[k % rows]!.accept(samples[k]!);
  return { rows, previous: last, states: next };
}

/** The logits of a row, without those of ids that are never sampled. */
export function visible({ vocabulary, hidden }: Stepper, logits: Float32Array, row: number): Float32Array {
  const own = logits.slice(row * vocabulary, (row + 1) * vocabulary);
  for (const id of hidden) own[id] = Number.NEGATIVE_INFINITY;
  return own;
}

/** Gumbel noise `[steps, rows, vocabulary]`, each row from the text's own source. */
function noiseFor({ vocabulary }: Stepper, live: readonly GrowingText[], steps: number): Float32Array {
  const noise = new Float32Array(steps * live.length * vocabulary);
  for (const [row, { random }] of live.entries()) {
    for (let step = 0; step < steps; step++) {
      const from = (step * live.length + row) * vocabulary;
      for (let k = from; k < from + vocabulary; k++) noise[k] = random.gumbel();
    }
  }
  return noise;
}

/** The texts that go on. */
function withoutEnded(
  stepper: Stepper,
  live: GrowingText[],
  now: Primed,
): { live: GrowingText[]; now: Primed } {
  const rows = live.flatMap(({ reason }, row) => (reason === undefined ? [row] : []));
  if (rows.length === live.length) return { live, now };
  return {
    live: rows.map((row) => live[row]!),
    now: {
      rows: rows.length,
      previous: Int32Array.from(rows, (row) => now.previous[row]!),
      states: stepper.select(now.states, rows),
    },
  };
}
