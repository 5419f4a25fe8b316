import { type Options, parseOptions, SpecError, type Values, type Written } from '@rnnlab/models';
import { noSuch } from '@rnnlab/shared';
import { binaryCrossEntropy } from './binary-cross-entropy.js';
import type { Loss, LossDefinition } from './loss.js';
import { meanSquaredError } from './mean-squared-error.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

export type { ExampleScores, Loss } from './loss.js';
export { divisor, sumScores } from './loss.js';

/** Every loss, by the `type` a loss spec uses. */
const losses = {
  'softmax-cross-entropy': softmaxCrossEntropy,
  'binary-cross-entropy': binaryCrossEntropy,
  'mean-squared-error': meanSquaredError,
};

type Losses = typeof losses;

/** A loss as data: its type and options. */
export type LossSpec = {
  [Type in keyof Losses]: { type: Type } & Written<Losses[Type]['options']>;
}[keyof Losses];

/** The names of all losses. */
export const lossNames = Object.keys(losses) as (keyof Losses)[];

/**
 * The loss of a spec.
 *
 * @throws SpecError for an unknown type or option (with the nearest valid one), or a bad value.
 */
export function lossOf({ type, ...written }: LossSpec): Loss {
  if (!Object.hasOwn(losses, type)) {
    throw new SpecError(noSuch('loss', type, lossNames));
  }
  const { options, loss } = losses[type] as unknown as LossDefinition;
  return loss(parseOptions(options, written, `The loss (${type})`) as Values<Options>);
}
