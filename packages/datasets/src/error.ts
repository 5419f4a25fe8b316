import { type ErrorCode, RnnlabError, shown } from '@rnnlab/shared';

/** The error of this package: its message is one sentence that says what was wrong, what was expected and where. */
export class DatasetError extends RnnlabError {
  override readonly name: string = 'DatasetError';
  readonly code: ErrorCode = 'RNNLAB_DATASET';
}

/**
 * Throws a {@link DatasetError} unless `value` has a length and can be iterated, as a dataset can.
 *
 * @param what What takes the dataset, as the sentence names it: a function.
 */
export function requireDataset(what: string, value: unknown): void {
  const { length, [Symbol.iterator]: iterate } = Object(value) as Partial<
    ArrayLike<unknown> & Iterable<unknown>
  >;
  if (typeof value === 'object' && typeof length === 'number' && typeof iterate === 'function') return;
  const hint = Symbol.asyncIterator in Object(value) ? ': read it with `await stream.toDataset()`' : '';
  throw new DatasetError(`${what} takes a Dataset, received ${shown(value)}${hint}.`);
}
