import { TrainingError } from '../error.js';
import type { Examples } from './examples.js';
import { areLists, at, checkWhole } from './targets.js';

export interface FeatureExamplesOptions {
  /** All numbers, one example after the other: vectors, images by channel, or sequences of equal length. */
  data: Float32Array | Uint8Array;
  /** What the model calls its input: `pixels` for images, otherwise `features`. */
  name: 'features' | 'pixels';
  /** Time steps of an example, for sequences. */
  steps?: number;
  /** What each number is multiplied by; default 1, for bytes 1/255. */
  scale?: number;
  /** One class, or one vector, for each example. */
  targets: ArrayLike<number> | readonly ArrayLike<number>[];
}

/**
 * Vectors, images or sequences of numbers, all of one size.
 *
 * @throws TrainingError if the numbers cannot be shared out evenly, or a class is not a whole number from 0.
 */
export function featureExamples(options: FeatureExamplesOptions): Examples {
  const { data, name, steps, targets, scale = data instanceof Uint8Array ? 1 / 255 : 1 } = options;
  const { length } = targets;
  const size = data.length / length;
  if (!Number.isInteger(size) || !Number.isInteger(size / (steps ?? 1))) {
    throw new TrainingError(
      `${data.length} numbers cannot be ${length} examples${steps ? ` of ${steps} steps` : ''} of one size.`,
    );
  }
  const vectors = areLists(targets, length);
  if (!vectors) for (let k = 0; k < length; k++) checkWhole(k, 'target', [targets[k] as number]);
  return {
    length,
    steps: () => steps ?? 1,
    batch(indices) {
      const numbers = new Float32Array(indices.length * size);
      for (let row = 0; row < indices.length; row++) {
        const start = indices[row]! * size;
        for (let k = 0; k < size; k++) numbers[row * size + k] = data[start + k]! * scale;
      }
      return {
        [name]: numbers,
        ...(steps && { lengths: new Int32Array(indices.length).fill(steps) }),
        targets: vectors
          ? Float32Array.from(at(targets, indices).flatMap((vector) => Array.from(vector)))
          : Int32Array.from(at(targets, indices) as number[]),
      };
    },
  };
}
