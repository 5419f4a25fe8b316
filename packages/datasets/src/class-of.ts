import { shown } from '@rnnlab/shared';
import { DatasetError } from './error.js';

/**
 * The class that `labelOf` gives an example.
 *
 * @throws DatasetError if it gives none, as a misspelt field does, or something else than a string or a number.
 */
export function classOf<T, K extends string | number>(
  labelOf: (example: T) => K,
  example: T,
  index: number,
): K {
  const label: unknown = labelOf(example);
  if (label === undefined || label === null || typeof label === 'object' || typeof label === 'function') {
    throw new DatasetError(
      `The class of an example must be a string or a number, but that of example ${index} is ${shown(label)}.`,
    );
  }
  return label as K;
}
