import { shown } from './format.js';

/** The name of a definition of a user's own, with a slash, so that it is never one of ours: `mine/peephole-lstm`. */
export type CustomName = `${string}/${string}`;

/** Such names as a regular expression, also for JSON Schema. */
export const CUSTOM_NAME = '^[A-Za-z][\\w-]*/[A-Za-z][\\w-]*$';

const pattern = new RegExp(CUSTOM_NAME);

/** Whether a value is such a name; it need not be defined. */
export const isCustomName = (name: unknown): name is CustomName =>
  typeof name === 'string' && pattern.test(name);

const UNDEFINED = 'was not called for it in this process';

/**
 * The sentence about a name of a user's that this process does not know.
 *
 * @param kind - The noun of what it names, such as `cell`, which `defineCell` defines.
 */
export const undefinedSentence = (kind: string, name: CustomName): string =>
  `There is no ${kind} ${shown(name)}: it is not one of RNNLab's, and define${kind[0]!.toUpperCase()}${kind.slice(1)} ${UNDEFINED}.`;

/** Whether a sentence is, or ends with, one of {@link undefinedSentence}, for a program that knows how definitions are imported. */
export const isUndefinedSentence = (sentence: string): boolean => sentence.includes(UNDEFINED);
