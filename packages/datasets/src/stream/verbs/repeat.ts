import { requireInteger } from '../../error.js';
import type { StreamSource } from '../stream-source.js';
import { sequenceSource } from './sequence.js';

/** The examples of `sourceOf(0)`, then those of `sourceOf(1)` and so on. Positions hold the epoch. */
export function epochsSource<T>(
  sourceOf: (epoch: number) => StreamSource<T>,
  count: number,
): StreamSource<T> {
  const endless = count === Number.POSITIVE_INFINITY;
  if (!endless) requireInteger('The number of epochs', count, 0);
  return sequenceSource({ at: endless ? 'epochs' : `epochs(${count})`, name: 'epoch', count, sourceOf });
}
