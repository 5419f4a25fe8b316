import { aFunction, checkOptions, checkValue, shown } from '@rnnlab/shared';
import { Dataset, DatasetStream } from '../dataset.js';
import { DatasetError } from '../error.js';
import { repeatedSource } from './sequence.js';

/**
 * Chains epochs into one stream, each made again: shuffled another way, bucketed, augmented. The position of an
 * iteration holds the epoch (`epoch`, from 0) and the position in it.
 *
 * @param of - The examples of an epoch. It must give the same ones in the same order each time it is called with
 * the same number.
 * @param options.count - The number of epochs. Default: without end.
 *
 * @example
 * const batches = epochs((epoch) => train.shuffle({ seed: epoch }).batch(32), { count: 10 });
 * for await (const batch of batches) step(batch);
 */
export function epochs<T>(
  of: (epoch: number) => Dataset<T> | DatasetStream<T>,
  options: { readonly count?: number | undefined } = {},
): DatasetStream<Awaited<T>> {
  checkValue('What gives the examples of an epoch', of, aFunction, DatasetError);
  checkOptions('epochs', options, ['count'], DatasetError);
  const { count = Number.POSITIVE_INFINITY } = options;
  const streamOf = (epoch: number): DatasetStream<Awaited<T>> => {
    const examples = of(epoch);
    if (examples instanceof Dataset) return examples.stream();
    if (typeof Object(examples).open === 'function') return examples as DatasetStream<Awaited<T>>;
    throw new DatasetError(
      `The examples of epoch ${epoch} must be a Dataset or a DatasetStream, received ${shown(examples)}.`,
    );
  };
  return new DatasetStream(repeatedSource(streamOf, count));
}
