import type { LanguageFile } from '../file/model-file.js';
import type { Feed, GuardedSession, Result } from '../session.js';
import { BLOCK_TENSORS } from './decoding-graph.js';

/** Recurrent states of a batch, each `[rows, units]`. */
export type States = readonly Float32Array[];

/** The inputs of a run: several time steps of a batch. */
export interface DecoderBlock {
  rows: number;
  steps: number;
  /** The token of each row to read first, unless one is given. */
  previous: Int32Array;
  states: States;
  /** Tokens to read (teacher forcing), `[steps, rows]`; -1 reads the sampled token. Default: -1. */
  given?: Int32Array;
  /** Noise added to logits before the arg max, `[steps, rows, vocabulary]`. Default: none. */
  noise?: Float32Array;
  /** The factor of logits. Default: 1. */
  scale?: number;
}

/** The outputs of a run. */
interface DecoderOutputs {
  /** The last token of each row, to read next. */
  last: Int32Array;
  states: States;
  /** Sampled tokens `[steps, rows]`. */
  samples: Int32Array;
  /** `[steps, rows, vocabulary]`, on request. */
  logits: Float32Array | undefined;
}

/** Stateful decoding with a recurrent language model, several time steps a run. */
export interface StatefulDecoder {
  readonly vocabulary: number;
  /** Suppressed tokens: ids that are never sampled. */
  readonly suppressed: ReadonlySet<number>;
  /** Initial states: zeros, or those after a warm-up. */
  start(rows: number): States;
  /** Gathers the states of some rows, in that order; a row may be repeated. */
  select(states: States, rows: readonly number[]): States;
  /** Runs some time steps. @throws {InferenceError} When the runtime fails. */
  run(block: DecoderBlock, options?: { logits?: boolean }): Promise<DecoderOutputs>;
}

/**
 * Makes the decoder of a language model.
 *
 * @param session - The session of its `decodingGraph`.
 * @param first - The initial states of one row. Default: zeros.
 */
export function statefulDecoder(
  { states: tensors, vocabulary, suppressed }: LanguageFile,
  session: Pick<GuardedSession, 'run'>,
  first: States = tensors.map(({ units }) => new Float32Array(units)),
): StatefulDecoder {
  let noNoise = new Float32Array();
  let noneGiven = new Int32Array();

  const select: StatefulDecoder['select'] = (states, rows) =>
    states.map((state, k) => {
      const { units } = tensors[k]!;
      const chosen = new Float32Array(rows.length * units);
      for (const [to, from] of rows.entries()) {
        chosen.set(state.subarray(from * units, (from + 1) * units), to * units);
      }
      return chosen;
    });

  return {
    vocabulary,
    suppressed,
    start: (rows) => select(first, Array<number>(rows).fill(0)),
    select,
    async run({ rows, steps, previous, states, given, noise, scale = 1 }, { logits = false } = {}) {
      const size = steps * rows;
      if (!noise && noNoise.length < size * vocabulary) noNoise = new Float32Array(size * vocabulary);
      if (!given && noneGiven.length < size) noneGiven = new Int32Array(size).fill(-1);
      const feeds: Record<string, Feed> = {
        [BLOCK_TENSORS.previous]: { type: 'int32', data: previous, dims: [rows] },
        [BLOCK_TENSORS.given]: {
          type: 'int32',
          data: given ?? noneGiven.subarray(0, size),
          dims: [steps, rows],
        },
        [BLOCK_TENSORS.noise]: {
          type: 'float32',
          data: noise ?? noNoise.subarray(0, size * vocabulary),
          dims: [steps, rows, vocabulary],
        },
        [BLOCK_TENSORS.scale]: { type: 'float32', data: Float32Array.of(scale), dims: [] },
      };
      for (const [k, { units }] of tensors.entries()) {
        feeds[BLOCK_TENSORS.start(k)] = { type: 'float32', data: states[k]!, dims: [rows, units] };
      }
      const ends = tensors.map((_, k) => BLOCK_TENSORS.end(k));
      const results = await session.run(feeds, [
        BLOCK_TENSORS.last,
        ...ends,
        BLOCK_TENSORS.samples,
        ...(logits ? [BLOCK_TENSORS.logits] : []),
      ]);
      const floats = (name: string) => (results[name] as Result).data as Float32Array;
      return {
        last: results[BLOCK_TENSORS.last]!.data as Int32Array,
        states: ends.map(floats),
        samples: results[BLOCK_TENSORS.samples]!.data as Int32Array,
        logits: logits ? floats(BLOCK_TENSORS.logits) : undefined,
      };
    },
  };
}
