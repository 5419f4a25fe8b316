import type { States, Stepper } from './stepper.js';

/** Steps of a run at most. */
const MOST = 64;

/** What a model has read, row by row: the states, and the last token, which it reads next. */
export interface Primed {
  rows: number;
  previous: Int32Array;
  states: States;
}

/**
 * Reads all but the last of some ids.
 *
 * @param ids - At least one.
 */
export async function primeOne(
  stepper: Stepper,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<Primed> {
  let states = stepper.start(1);
  for (let from = 0; from < ids.length - 1; from += MOST) {
    signal?.throwIfAborted();
    const given = Int32Array.from(ids.slice(from, Math.min(from + MOST, ids.length - 1)));
    const read = { rows: 1, steps: given.length, previous: given.subarray(0, 1), states, given };
    ({ states } = await stepper.run(read));
  }
  return { rows: 1, previous: Int32Array.of(ids.at(-1)!), states };
}

/** Reads the beginnings of several texts; equal ones once. */
export async function primeAll(
  stepper: Stepper,
  beginnings: readonly (readonly number[])[],
  signal?: AbortSignal,
): Promise<Primed> {
  const known = new Map<string, Primed>();
  const primed: Primed[] = [];
  for (const ids of beginnings) {
    const key = ids.join();
    const one = known.get(key) ?? (await primeOne(stepper, ids, signal));
    known.set(key, one);
    primed.push(one);
  }
  return {
    rows: primed.length,
    previous: Int32Array.from(primed, ({ previous }) => previous[0]!),
    states: stepper.start(0).map((_, k) => concatenate(primed.map(({ states }) => states[k]!))),
  };
}

function concatenate(rows: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(rows.reduce((size, row) => size + row.length, 0));
  let at = 0;
  for (const row of rows) {
    joined.set(row, at);
    at += row.length;
  }
  return joined;
}
