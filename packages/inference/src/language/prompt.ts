import { type Generator, nearest, shown } from '@rnnlab/shared';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { InferenceError } from '../error.js';
import type { LanguageFile } from '../file/model-file.js';
import type { TextOptions } from './generation-options.js';
import type { StatefulDecoder, States } from './stateful-decoder.js';

/** Where a text starts. */
export interface EncodedPrompt {
  /** What is read before the first token is generated: at least one id. */
  ids: readonly number[];
  /** The token that the text goes on from, if there is a prime. */
  lastId?: number | undefined;
  /** The first token of the text, where it had to be drawn. */
  firstId?: number | undefined;
}

/**
 * What a model reads before it goes on: the condition, the start symbol or the last token of the warm-up, then the
 * prime. A model of running text whose file has no warm-up begins after a line break if there is no prime, and if it
 * knows none with any token.
 *
 * @throws InferenceError for a condition that the model has not, and a prime with something that it does not know
 */
export function encodePrompt(
  file: LanguageFile,
  { prime = '', condition }: Pick<TextOptions, 'prime' | 'condition'>,
): (random: Generator) => EncodedPrompt {
  const { tokenizer, language, vocabulary, hidden } = file;
  const first = startIdFor(language, condition);
  const primed = encodeText(tokenizer, prime, `The prime ${shown(prime)}`);
  const ids = first === undefined ? primed : [first, ...primed];
  if (ids.length > 0) return () => ({ ids, lastId: primed.at(-1) });
  if (tokenizer.unknowns('\n').length === 0) {
    const line = encodeText(tokenizer, '\n', 'A line break');
    if (line.length > 0) return () => ({ ids: line });
  }
  const any = Array.from({ length: vocabulary }, (_, id) => id).filter(
    (id) => !hidden.has(id) && id !== language.endId,
  );
  return (random) => {
    const opening = any[Math.floor(((random.bits() + 0.5) / 2 ** 32) * any.length)]!;
    return { ids: [opening], firstId: opening };
  };
}

/**
 * The id before a text; undefined if there is none.
 *
 * @throws InferenceError for a condition that the model has not, or one that is missing
 */
export function startIdFor(
  { startId, conditions, warmUp }: LanguageFile['language'],
  condition?: string,
): number | undefined {
  const labels = Object.keys(conditions);
  const expected = `expected one of ${labels.slice(0, 30).join(', ')}${labels.length > 30 ? ', …' : ''}`;
  if (condition === undefined) {
    if (startId !== undefined || labels.length === 0) return startId ?? warmUp?.at(-1);
    throw new InferenceError(`The model needs to be told a condition; ${expected}.`);
  }
  if (labels.length === 0) {
    throw new InferenceError(`The model has no conditions, received ${shown(condition)}.`);
  }
  if (Object.hasOwn(conditions, condition)) return conditions[condition];
  const hint = nearest(condition, labels);
  throw new InferenceError(
    `The model has no condition ${shown(condition)}${hint === undefined ? '' : `; the nearest is ${shown(hint)}`}; ${expected}.`,
  );
}

/**
 * The ids of a text, without those that the tokenizer puts around it.
 *
 * @param name - How messages call the text.
 * @throws InferenceError for a text with something that the model does not know
 */
export function encodeText(tokenizer: Tokenizer, text: string, name: string): number[] {
  const unknown = tokenizer.unknowns(text);
  if (unknown.length > 0) {
    const some = unknown.slice(0, 8).map((token) => shown(token, 20));
    const listed = `${some.join(', ')}${unknown.length > 8 ? ', …' : ''}`;
    throw new InferenceError(
      `${name} has ${listed}, which the model does not know; it knows ${describeVocabulary(tokenizer)}.`,
    );
  }
  const ids = [...tokenizer.encode(text)];
  if (tokenizer.startId !== undefined && ids[0] === tokenizer.startId) ids.shift();
  if (tokenizer.endId !== undefined && ids.at(-1) === tokenizer.endId) ids.pop();
  return ids;
}

/** What a text may be made of, in a few words. */
function describeVocabulary({ vocabulary: { tokens, specials } }: Tokenizer): string {
  const ordinary = tokens.filter((token) => token !== '' && !specials.includes(token));
  if (ordinary.some((token) => [...token].length > 1)) {
    return `${ordinary.length} words, such as ${ordinary
      .slice(0, 5)
      .map((token) => shown(token, 20))
      .join(', ')}`;
  }
  const all = ordinary.join('');
  return ordinary.length <= 120
    ? `the characters ${JSON.stringify(all)}`
    : `${ordinary.length} characters: ${JSON.stringify([...all].slice(0, 120).join(''))} …`;
}

/** Steps of a run at most. */
const MAX_PREFILL_STEPS = 64;

/** What a model has read, row by row: the states, and the last token, which it reads next. */
export interface DecoderState {
  rows: number;
  previous: Int32Array;
  states: States;
}

/**
 * Reads all but the last of some ids.
 *
 * @param ids - At least one.
 */
export async function prefill(
  stepper: StatefulDecoder,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<DecoderState> {
  let states = stepper.start(1);
  for (let from = 0; from < ids.length - 1; from += MAX_PREFILL_STEPS) {
    signal?.throwIfAborted();
    const given = Int32Array.from(ids.slice(from, Math.min(from + MAX_PREFILL_STEPS, ids.length - 1)));
    const read = { rows: 1, steps: given.length, previous: given.subarray(0, 1), states, given };
    ({ states } = await stepper.run(read));
  }
  return { rows: 1, previous: Int32Array.of(ids.at(-1)!), states };
}

/** Reads the beginnings of several texts; equal ones once. */
export async function prefillAll(
  stepper: StatefulDecoder,
  beginnings: readonly (readonly number[])[],
  signal?: AbortSignal,
): Promise<DecoderState> {
  const known = new Map<string, DecoderState>();
  const primed: DecoderState[] = [];
  for (const ids of beginnings) {
    const key = ids.join();
    const one = known.get(key) ?? (await prefill(stepper, ids, signal));
    known.set(key, one);
    primed.push(one);
  }
  return {
    rows: primed.length,
    previous: Int32Array.from(primed, ({ previous }) => previous[0]!),
    states: stepper.start(0).map((_, k) => joinRows(primed.map(({ states }) => states[k]!))),
  };
}

function joinRows(rows: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(rows.reduce((size, row) => size + row.length, 0));
  let at = 0;
  for (const row of rows) {
    joined.set(row, at);
    at += row.length;
  }
  return joined;
}
