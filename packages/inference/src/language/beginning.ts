import { type Generator, nearest, shown } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
import type { LanguageFile } from '../file/model-file.js';
import type { TextOptions } from './options/text.js';
import { encodeText } from './text/encode-text.js';

/** Where a text starts. */
export interface Beginning {
  /** What is read before the first token is generated: at least one id. */
  ids: readonly number[];
  /** The token that the text goes on from, if there is a prime. */
  before?: number | undefined;
  /** The first token of the text, where it had to be drawn. */
  opening?: number | undefined;
}

/**
 * What a model reads before it goes on: the condition, the start symbol or the last token of the warm-up, then the
 * prime. A model of running text whose file has no warm-up begins after a line break if there is no prime, and if it
 * knows none with any token.
 *
 * @throws InferenceError for a condition that the model has not, and a prime with something that it does not know
 */
export function beginningOf(
  file: LanguageFile,
  { prime = '', condition }: Pick<TextOptions, 'prime' | 'condition'>,
): (random: Generator) => Beginning {
  const { tokenizer, language, vocabulary, hidden } = file;
  const first = firstId(language, condition);
  const primed = encodeText(tokenizer, prime, `The prime ${shown(prime)}`);
  const ids = first === undefined ? primed : [first, ...primed];
  if (ids.length > 0) return () => ({ ids, before: primed.at(-1) });
  if (tokenizer.unknowns('\n').length === 0) {
    const line = encodeText(tokenizer, '\n', 'A line break');
    if (line.length > 0) return () => ({ ids: line });
  }
  const any = Array.from({ length: vocabulary }, (_, id) => id).filter(
    (id) => !hidden.has(id) && id !== language.endId,
  );
  return (random) => {
    const opening = any[Math.floor(((random.bits() + 0.5) / 2 ** 32) * any.length)]!;
    return { ids: [opening], opening };
  };
}

/**
 * The id before a text; undefined if there is none.
 *
 * @throws InferenceError for a condition that the model has not, or one that is missing
 */
export function firstId(
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
