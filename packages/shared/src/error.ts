/**
 * Marks the errors of all our packages. It is registered for the whole process: each package has a copy of this file
 * inside, and an error of one copy must be known to the others.
 */
const MARK = Symbol.for('@rnnlab/error');

/** Which package or part of it an error is of: what programs compare, as with the errors of Node. */
export type ErrorCode = `RNNLAB_${Uppercase<string>}`;

/** An error that a user can put right. Its message is one sentence: what was wrong, expected, received, where. */
export abstract class RnnlabError extends Error {
  readonly [MARK] = true;
  abstract readonly code: ErrorCode;
}

/** True for an error of any of our packages, with any copy of this file inside. */
export const isRnnlabError = (error: unknown): error is Error & { readonly code: ErrorCode } =>
  typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[MARK] === true;

/** True for an error of ours with this code. */
export const hasCode = (error: unknown, code: ErrorCode): boolean =>
  isRnnlabError(error) && error.code === code;
