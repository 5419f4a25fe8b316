import type { LanguageFile } from '../file/model-file.js';
import type { Feed, GuardedSession, Result } from '../session.js';
import { BLOCK_TENSORS } from './decoding-graph.js';

/** Recurrent states of some texts, each `[rows, units]`. */
export type States = readonly Float32Array[];

/** Several steps of some texts at once. */
export interface DecoderBlock {
  rows: number;
  steps: number;
  /** The token of each row that comes next, unless one is given. */
  previous: Int32Array;
  states: States;
  /** Tokens to read, `[steps, rows]`; -1, the default, reads the previous one. */
  given?: Int32Array;
  /** What is added before the largest is taken, `[steps, rows, vocabulary]`; nothing by default. */
  noise?: Float32Array;
  /** What logits are multiplied by; 1 by default. */
  scale?: number;
}

export interface DecoderOutputs {
  /** The token of each row to go on from. */
  last: Int32Array;
  states: States;
  /** `[steps, rows]`. */
  samples: Int32Array;
  /** `[steps, rows, vocabulary]`, if they were asked for. */
  logits: Float32Array | undefined;
}

/** A language model step by step. */
export interface StatefulDecoder {
  readonly vocabulary: number;
  /** Ids that are never sampled. */
  readonly suppressed: ReadonlySet<number>;
  /** States before the first token: zeros, or those after a warm-up. */
  start(rows: number): States;
  /** States of some of the rows, in that order; a row may come several times. */
  select(states: States, rows: readonly number[]): States;
  /** @throws InferenceError if the runtime fails */
  run(block: DecoderBlock, options?: { logits?: boolean }): Promise<DecoderOutputs>;
}

/**
 * @param session - That of the file's `blockGraph`.
 * @param first - The states of one row before the first token; zeros by default.
 */
export function statefulDecoder(
  { states: tensors, vocabulary, hidden }: LanguageFile,
  session: Pick<GuardedSession, 'run'>,
  first: States = tensors.map(({ units }) => new Float32Array(units)),
): StatefulDecoder {
  let silence = new Float32Array();
  let nothing = new Int32Array();

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
    suppressed: hidden,
    start: (rows) => select(first, Array<number>(rows).fill(0)),
    select,
    async run({ rows, steps, previous, states, given, noise, scale = 1 }, { logits = false } = {}) {
      const size = steps * rows;
      if (!noise && silence.length < size * vocabulary) silence = new Float32Array(size * vocabulary);
      if (!given && nothing.length < size) nothing = new Int32Array(size).fill(-1);
      const feeds: Record<string, Feed> = {
        [BLOCK_TENSORS.previous]: { type: 'int32', data: previous, dims: [rows] },
        [BLOCK_TENSORS.given]: {
          type: 'int32',
          data: given ?? nothing.subarray(0, size),
          dims: [steps, rows],
        },
        [BLOCK_TENSORS.noise]: {
          type: 'float32',
          data: noise ?? silence.subarray(0, size * vocabulary),
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
