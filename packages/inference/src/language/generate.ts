import type { Generator } from '@rnnlab/shared';
import type { LanguageFile } from '../file/model-file.js';
import type { DecoderState, EncodedPrompt } from './prompt.js';
import type { SamplingStrategy } from './sampling.js';
import type { DecoderBlock, StatefulDecoder } from './stateful-decoder.js';
import { StopStringFilter, TextStreamer } from './text-streamer.js';

/** A generated text. */
export interface Generation {
  /** The generated text, without prompt, end symbol and the stop string. */
  text: string;
  /** Number of generated tokens, the end symbol included. */
  tokens: number;
  /** The finish reason: the `end` symbol, a `stop` string, or the maximum `length`. */
  finishReason: 'end' | 'stop' | 'length';
}

/** A sequence during generation: its tokens become text, until a finish reason. */
export class GeneratedSequence {
  readonly random: Generator;
  tokens = 0;
  reason: Generation['finishReason'] | undefined;
  readonly #end: number | undefined;
  readonly #stream: TextStreamer;
  readonly #filter: StopStringFilter;
  readonly #maxTokens: number;
  #text = '';
  #fresh = '';

  constructor(
    { tokenizer, language }: LanguageFile,
    { lastId, firstId }: EncodedPrompt,
    { random, stops, maxTokens }: { random: Generator; stops: readonly string[]; maxTokens: number },
  ) {
    this.random = random;
    this.#end = language.endId;
    this.#stream = new TextStreamer(tokenizer, lastId);
    this.#filter = new StopStringFilter(stops);
    this.#maxTokens = maxTokens;
    if (firstId !== undefined) this.append(firstId);
  }

  /** Adds a token, unless the text has ended. */
  append(id: number): void {
    if (this.reason !== undefined) return;
    this.tokens++;
    if (id === this.#end) this.#close('end');
    else {
      this.#fresh += this.#filter.push(this.#stream.push(id));
      if (this.#filter.stopped) this.reason = 'stop';
      else if (this.tokens >= this.#maxTokens) this.#close('length');
    }
  }

  /** Takes the new text since the last call. */
  take(): string {
    const piece = this.#fresh;
    this.#text += piece;
    this.#fresh = '';
    return piece;
  }

  result(): Generation {
    this.take();
    return { text: this.#text, tokens: this.tokens, finishReason: this.reason! };
  }

  /** Finishes the sequence and returns its text. */
  finish(): string {
    if (this.reason === undefined) this.#close('length');
    return this.result().text;
  }

  #close(reason: Generation['finishReason']): void {
    this.#fresh += this.#filter.push(this.#stream.end());
    this.reason = this.#filter.stopped ? 'stop' : reason;
    this.#fresh += this.#filter.end();
  }
}

/** The most steps of a run: more would save little, and waste the steps after an end symbol. */
const MAX_BLOCK_STEPS = 16;
/** Target duration of a run, in ms, so that text streams steadily and other work gets its turn. */
const TARGET_MS = 10;
/** The most numbers of noise of a run: 16 MB. */
const MAX_NOISE = 2 ** 22;

/**
 * The decoding loop: generates several sequences at the same time until all are finished, and yields after each run, when
 * sequences may have new text. The number of steps of a run and the other sequences do not change the sampled tokens.
 */
export async function* generateTokens(
  decoder: StatefulDecoder,
  sequences: readonly GeneratedSequence[],
  state: DecoderState,
  strategy: SamplingStrategy,
  signal?: AbortSignal,
): AsyncGenerator<void, void, void> {
  let live = [...sequences];
  let now = state;
  let steps = 1;
  const room = () => Math.max(1, Math.floor(MAX_NOISE / (live.length * decoder.vocabulary)));
  ({ live, now } = dropFinished(decoder, live, now));
  while (live.length > 0) {
    signal?.throwIfAborted();
    const started = performance.now();
    steps = strategy.sample ? 1 : Math.min(steps, room());
    now = await decodeBlock(decoder, live, now, steps, strategy);
    yield;
    ({ live, now } = dropFinished(decoder, live, now));
    const expected = 2 * (performance.now() - started);
    if (expected < TARGET_MS) steps = Math.min(2 * steps, MAX_BLOCK_STEPS);
    else if (expected > 4 * TARGET_MS) steps = Math.max(1, Math.floor(steps / 2));
  }
}

/** One run of the decoder: samples the next tokens of every sequence. */
async function decodeBlock(
  decoder: StatefulDecoder,
  live: readonly GeneratedSequence[],
  { previous, states }: DecoderState,
  steps: number,
  { greedy, scale, sample }: SamplingStrategy,
): Promise<DecoderState> {
  const rows = live.length;
  const block: DecoderBlock = { rows, steps, previous, states };
  if (sample) {
    const { logits, states: next } = await decoder.run(block, { logits: true });
    const ids = live.map((text, row) => sample(sampledLogits(decoder, logits!, row), text.random));
    for (const [row, text] of live.entries()) text.append(ids[row]!);
    return { rows, previous: Int32Array.from(ids), states: next };
  }
  const drawn = greedy ? block : { ...block, scale, noise: gumbelNoise(decoder, live, steps) };
  const { last, samples, states: next } = await decoder.run(drawn);
  for (let k = 0; k < samples.length; k++) live[k % rows]!.append(samples[k]!);
  return { rows, previous: last, states: next };
}

/** The logits of a row, with `-Infinity` for suppressed tokens. */
export function sampledLogits(
  { vocabulary, suppressed }: StatefulDecoder,
  logits: Float32Array,
  row: number,
): Float32Array {
  const own = logits.slice(row * vocabulary, (row + 1) * vocabulary);
  for (const id of suppressed) own[id] = Number.NEGATIVE_INFINITY;
  return own;
}

/** Gumbel noise `[steps, rows, vocabulary]`, each row from the generator of its sequence. */
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

/** Removes the rows of finished sequences. */
function dropFinished(
  decoder: StatefulDecoder,
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
      states: decoder.select(now.states, rows),
    },
  };
}
