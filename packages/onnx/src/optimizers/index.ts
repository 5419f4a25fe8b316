import {
  count,
  type Options,
  optional,
  parseOptions,
  positive,
  SpecError,
  type Values,
  type Written,
} from '@rnnlab/models';
import { noSuch } from '@rnnlab/shared';
import { accumulate as accumulateOver } from './accumulate.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { clipByGlobalNorm, clipByNorm } from './clip-by-norm.js';
import { clipByValue } from './clip-by-value.js';
import { l2 } from './l2.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';
import { chain, type Transform } from './transform.js';

export type { StepInfo, Transform } from './transform.js';

/** Every optimizer, by the `type` an optimizer spec uses. */
export const optimizers = { adagrad, adam, adamw, rmsprop, sgd };

type Optimizers = typeof optimizers;

/** What every optimizer takes beside its own options. Clipping and `l2` come before it, in this order. */
export const commonOptions = {
  clipValue: optional(positive('Largest size of an entry of the gradient.')),
  clipNorm: optional(positive('Largest norm of one parameter’s gradient.')),
  clipGlobalNorm: optional(positive('Largest norm of the whole gradient.')),
  l2: optional(positive('Weight of ½‖w‖² over the kernels in the loss.')),
  accumulate: count('Batches whose gradients make one update.', 1),
};

const preparations = { clipValue: clipByValue, clipNorm: clipByNorm, clipGlobalNorm: clipByGlobalNorm, l2 };

/** An optimizer as data: its type and options, and what comes before it. */
export type OptimizerSpec = {
  [Type in keyof Optimizers]: { type: Type } & Written<Optimizers[Type]['options']> &
    Written<typeof commonOptions>;
}[keyof Optimizers];

/** The names of all optimizers. */
export const optimizerNames = Object.keys(optimizers) as (keyof Optimizers)[];

/**
 * The optimizer of a spec.
 *
 * @throws SpecError for an unknown type or option (with the nearest valid one), or a bad value.
 */
export function optimizerOf({ type, ...written }: OptimizerSpec): Transform {
  if (!Object.hasOwn(optimizers, type)) {
    throw new SpecError(noSuch('optimizer', type, optimizerNames));
  }
  const { options, transform } = optimizers[type] as unknown as Optimizer;
  const values = parseOptions({ ...options, ...commonOptions }, written, `The optimizer (${type})`);
  const before = Object.entries(preparations).flatMap(([name, prepare]) => {
    const value = values[name as keyof typeof preparations];
    return value === undefined ? [] : [prepare(value)];
  });
  const optimizer = chain(...before, transform(values as Values<Options>));
  return values.accumulate > 1 ? accumulateOver(values.accumulate, optimizer) : optimizer;
}
