import type { Generator } from '@rnnlab/shared';
import type { LanguageFile } from '../file/model-file.js';
import type { DecoderState, EncodedPrompt } from './prompt.js';
import type { SamplingStrategy } from './sampling.js';
import type { DecoderBlock, StatefulDecoder } from './stateful-decoder.js';
import { StopStringFilter, TextStreamer } from './text-streamer.js';

/** Steps of a run at most: with more there is little left to save, and more is thrown away behind an end. */
const MAX_BLOCK_STEPS = 16;
/** How long a run should take at most, in ms, so that text comes steadily and other work gets its turn. */
const TARGET_MS = 10;
/** Entries of noise of a run at most: 16 MB. */
const MAX_NOISE = 2 ** 22;

/**
 * Grows some texts at the same time until all have ended. Yields after each run, when texts have something new. How
 * many steps a run takes, and which texts grow beside a text, does not change what is drawn.
 */
export async function* generateTokens(
  stepper: StatefulDecoder,
  texts: readonly GeneratedSequence[],
  primed: DecoderState,
  choice: SamplingStrategy,
  signal?: AbortSignal,
): AsyncGenerator<void, void, void> {
  let live = [...texts];
  let now = primed;
  let steps = 1;
  const room = () => Math.max(1, Math.floor(MAX_NOISE / (live.length * stepper.vocabulary)));
  ({ live, now } = dropFinished(stepper, live, now));
  while (live.length > 0) {
    signal?.throwIfAborted();
    const started = performance.now();
    steps = choice.sample ? 1 : Math.min(steps, room());
    now = await decodeBlock(stepper, live, now, steps, choice);
    yield;
    ({ live, now } = dropFinished(stepper, live, now));
    const expected = 2 * (performance.now() - started);
    if (expected < TARGET_MS) steps = Math.min(2 * steps, MAX_BLOCK_STEPS);
    else if (expected > 4 * TARGET_MS) steps = Math.max(1, Math.floor(steps / 2));
  }
}

/** One run: every text gets so many tokens more. */
async function decodeBlock(
  stepper: StatefulDecoder,
  live: readonly GeneratedSequence[],
  { previous, states }: DecoderState,
  steps: number,
  { greedy, scale, sample: choose }: SamplingStrategy,
): Promise<DecoderState> {
  const rows = live.length;
  const block: DecoderBlock = { rows, steps, previous, states };
  if (choose) {
    const { logits, states: next } = await stepper.run(block, { logits: true });
    const ids = live.map((text, row) => choose(sampledLogits(stepper, logits!, row), text.random));
    for (const [row, text] of live.entries()) text.append(ids[row]!);
    return { rows, previous: Int32Array.from(ids), states: next };
  }
  const drawn = greedy ? block : { ...block, scale, noise: gumbelNoise(stepper, live, steps) };
  const { last, samples, states: next } = await stepper.run(drawn);
  for (let k = 0; k < samples.length; k++) live[k % rows]!.append(samples[k]!);
  return { rows, previous: last, states: next };
}

/** The logits of a row, without those of ids that are never sampled. */
export function sampledLogits(
  { vocabulary, suppressed: hidden }: StatefulDecoder,
  logits: Float32Array,
  row: number,
): Float32Array {
  const own = logits.slice(row * vocabulary, (row + 1) * vocabulary);
  for (const id of hidden) own[id] = Number.NEGATIVE_INFINITY;
  return own;
}

/** Gumbel noise `[steps, rows, vocabulary]`, each row from the text's own source. */
function gumbelNoise(
  { vocabulary }: StatefulDecoder,
  live: readonly GeneratedSequence[],
  steps: number,
): Float32Array {
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
function dropFinished(
  stepper: StatefulDecoder,
  live: GeneratedSequence[],
  now: DecoderState,
): { live: GeneratedSequence[]; now: DecoderState } {
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

/** A generated text. */
export interface Generation {
  /** Without the prime, the end symbol and the string that stopped it. */
  text: string;
  /** Tokens that were generated, the end symbol included. */
  tokens: number;
  /** Why it ended: the `end` symbol, a `stop` string, or the `length` that was allowed. */
  reason: 'end' | 'stop' | 'length';
}

/** A text that is being generated. */
export class GeneratedSequence {
  readonly random: Generator;
  tokens = 0;
  reason: Generation['reason'] | undefined;
  readonly #end: number | undefined;
  readonly #stream: TextStreamer;
  readonly #filter: StopStringFilter;
  readonly #most: number;
  #text = '';
  #fresh = '';

  constructor(
    { tokenizer, language }: LanguageFile,
    { lastId: before, firstId: opening }: EncodedPrompt,
    { random, stops, most }: { random: Generator; stops: readonly string[]; most: number },
  ) {
    this.random = random;
    this.#end = language.endId;
    this.#stream = new TextStreamer(tokenizer, before);
    this.#filter = new StopStringFilter(stops);
    this.#most = most;
    if (opening !== undefined) this.append(opening);
  }

  /** Adds a token, unless the text has ended. */
  append(id: number): void {
    if (this.reason !== undefined) return;
    this.tokens++;
    if (id === this.#end) this.#close('end');
    else {
      this.#fresh += this.#filter.push(this.#stream.push(id));
      if (this.#filter.stopped) this.reason = 'stop';
      else if (this.tokens >= this.#most) this.#close('length');
    }
  }

  /** What can be shown since this was last asked. */
  take(): string {
    const piece = this.#fresh;
    this.#text += piece;
    this.#fresh = '';
    return piece;
  }

  result(): Generation {
    this.take();
    return { text: this.#text, tokens: this.tokens, reason: this.reason! };
  }

  /** The text, which ends here. */
  finish(): string {
    if (this.reason === undefined) this.#close('length');
    return this.result().text;
  }

  #close(reason: Generation['reason']): void {
    this.#fresh += this.#filter.push(this.#stream.end());
    this.reason = this.#filter.stopped ? 'stop' : reason;
    this.#fresh += this.#filter.end();
  }
}
