import { type ErrorCode, nodeModuleIfAny, RnnlabError, shown } from '@rnnlab/shared';

/** The error of this package: its message is one sentence that says what was wrong, what was expected and where. */
export class DatasetError extends RnnlabError {
  override readonly name: string = 'DatasetError';
  /** The machine-readable kind of error, the same for all errors of one class. */
  readonly code: ErrorCode = 'RNNLAB_DATASET';
}

/**
 * Throws a {@link DatasetError} unless `value` has a length and can be iterated, as a dataset can.
 *
 * @param what - The function that takes the dataset, as the sentence names it.
 */
export function requireDataset(what: string, value: unknown): void {
  const { length, [Symbol.iterator]: iterate } = Object(value) as Partial<
    ArrayLike<unknown> & Iterable<unknown>
  >;
  if (typeof value === 'object' && typeof length === 'number' && typeof iterate === 'function') return;
  const hint = Symbol.asyncIterator in Object(value) ? ': read it with `await stream.toDataset()`' : '';
  throw new DatasetError(`${what} takes a Dataset, received ${shown(value)}${hint}.`);
}

/**
 * Throws a {@link DatasetError} where there is no file system, as in a page.
 *
 * @param what - The operation that needs one, the subject of the sentence: `Reading files`.
 * @param instead - An alternative, as the rest of the sentence.
 */
export function requireNode(what: string, instead = ''): void {
  if (nodeModuleIfAny('node:fs') !== undefined) return;
  throw new DatasetError(`${what} needs Node 20.19 or later: there is no file system here${instead}.`);
}

/**
 * Throws a {@link DatasetError} unless `path` is a path: a string that is not empty.
 *
 * @param what - The argument, as the sentence names it.
 */
export function requirePath(what: string, path: unknown): void {
  if (typeof path === 'string' && path !== '') return;
  throw new DatasetError(`${what} must be a path, received ${path instanceof URL ? 'a URL' : shown(path)}.`);
}
