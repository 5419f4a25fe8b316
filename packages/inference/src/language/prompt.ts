import { type Generator, nearest, shown } from '@rnnlab/shared';
import type { Tokenizer } from '@rnnlab/tokenizers';
import { InferenceError } from '../error.js';
import type { LanguageFile } from '../file/model-file.js';
import type { TextOptions } from './generation-options.js';
import type { StatefulDecoder, States } from './stateful-decoder.js';

/** A prompt as ids. */
export interface EncodedPrompt {
  /** The ids to read before the first token is generated: at least one. */
  ids: readonly number[];
  /** The last token of the prompt, if it has a text. */
  lastId?: number | undefined;
  /** The first token of the generated text, where it had to be sampled without a model. */
  firstId?: number | undefined;
}

/**
 * Encodes a prompt: the condition, the start symbol or the last token of the warm-up, then the text `prompt`. A model of
 * running text whose file has no warm-up starts after a line break if the prompt is empty, or with any token if line breaks
 * are not in its vocabulary.
 *
 * @throws {InferenceError} For an unknown condition, and a prompt with unknown characters or words.
 */
export function encodePrompt(
  file: LanguageFile,
  { prompt = '', condition }: Pick<TextOptions, 'prompt' | 'condition'>,
): (random: Generator) => EncodedPrompt {
  const { tokenizer, language, vocabulary, suppressed } = file;
  const first = startIdFor(language, condition);
  const promptIds = encodeText(tokenizer, prompt, `The prompt ${shown(prompt)}`);
  const ids = first === undefined ? promptIds : [first, ...promptIds];
  if (ids.length > 0) return () => ({ ids, lastId: promptIds.at(-1) });
  if (tokenizer.unknowns('\n').length === 0) {
    const line = encodeText(tokenizer, '\n', 'A line break');
    if (line.length > 0) return () => ({ ids: line });
  }
  const any = Array.from({ length: vocabulary }, (_, id) => id).filter(
    (id) => !suppressed.has(id) && id !== language.endId,
  );
  return (random) => {
    const firstId = any[Math.floor(((random.bits() + 0.5) / 2 ** 32) * any.length)]!;
    return { ids: [firstId], firstId };
  };
}

/**
 * The start id of a text: of the condition, the start symbol or the warm-up; undefined if there is none.
 *
 * @throws {InferenceError} For an unknown condition, or a missing one.
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
 * Encodes a text without the start and end tokens that the tokenizer adds.
 *
 * @param name - The name of the text in error messages.
 * @throws {InferenceError} For a text with unknown characters or words.
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

/** Describes the vocabulary in a few words. */
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

/** The most time steps of a run. */
const MAX_PREFILL_STEPS = 64;

/** The state of decoding, row by row: recurrent states, and the last token, which is read next. */
export interface DecoderState {
  rows: number;
  previous: Int32Array;
  states: States;
}

/**
 * Prefills the recurrent states with a prompt: reads all ids but the last.
 *
 * @param ids - At least one.
 */
export async function prefill(
  decoder: StatefulDecoder,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<DecoderState> {
  let states = decoder.start(1);
  for (let from = 0; from < ids.length - 1; from += MAX_PREFILL_STEPS) {
    signal?.throwIfAborted();
    const given = Int32Array.from(ids.slice(from, Math.min(from + MAX_PREFILL_STEPS, ids.length - 1)));
    const read = { rows: 1, steps: given.length, previous: given.subarray(0, 1), states, given };
    ({ states } = await decoder.run(read));
  }
  return { rows: 1, previous: Int32Array.of(ids.at(-1)!), states };
}

/** Prefills the states of a batch of prompts; equal prompts are read once. */
export async function prefillAll(
  decoder: StatefulDecoder,
  prompts: readonly (readonly number[])[],
  signal?: AbortSignal,
): Promise<DecoderState> {
  const known = new Map<string, DecoderState>();
  const rows: DecoderState[] = [];
  for (const ids of prompts) {
    const key = ids.join();
    const one = known.get(key) ?? (await prefill(decoder, ids, signal));
    known.set(key, one);
    rows.push(one);
  }
  return {
    rows: rows.length,
    previous: Int32Array.from(rows, ({ previous }) => previous[0]!),
    states: decoder.start(0).map((_, k) => joinRows(rows.map(({ states }) => states[k]!))),
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
