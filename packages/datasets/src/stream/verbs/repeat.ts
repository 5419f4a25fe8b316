import { checkValue, wholeNumber } from '@rnnlab/shared';
import { DatasetError } from '../../error.js';
import type { StreamSource } from '../stream-source.js';
import { sequenceSource } from './sequence.js';

/** The examples of `sourceOf(0)`, then those of `sourceOf(1)` and so on. Positions hold the epoch. */
export function epochsSource<T>(
  sourceOf: (epoch: number) => StreamSource<T>,
  count: number,
  what = 'The number of epochs',
): StreamSource<T> {
  const endless = count === Number.POSITIVE_INFINITY;
  if (!endless) checkValue(what, count, wholeNumber(0), DatasetError);
  return sequenceSource({ at: endless ? 'epochs' : `epochs(${count})`, name: 'epoch', count, sourceOf });
}
