import { binaryCrossEntropy } from './binary-cross-entropy.js';
import type { Loss } from './loss.js';
import { meanSquaredError } from './mean-squared-error.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

export type { ExampleScores, Loss } from './loss.js';
export { sumScores } from './loss.js';

/** Every loss, by the `type` a loss spec uses. */
const losses = {
  'softmax-cross-entropy': softmaxCrossEntropy,
  'binary-cross-entropy': binaryCrossEntropy,
  'mean-squared-error': meanSquaredError,
};

type Losses = typeof losses;

/** A loss as data: its type and options. */
export type LossSpec = {
  [Type in keyof Losses]: { type: Type } & (Parameters<Losses[Type]> extends []
    ? unknown
    : NonNullable<Parameters<Losses[Type]>[0]>);
}[keyof Losses];

/** The names of all losses. */
export const lossNames = Object.keys(losses) as (keyof Losses)[];

/**
 * The loss of a spec.
 *
 * @throws Error if its type is unknown.
 */
export function lossOf({ type, ...options }: LossSpec): Loss {
  if (!Object.hasOwn(losses, type)) {
    throw new Error(`Unknown loss "${type}": expected one of ${lossNames.join(', ')}.`);
  }
  return (losses[type] as (options: object) => Loss)(options);
}
