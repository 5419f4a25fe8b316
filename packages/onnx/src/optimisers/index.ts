import { accumulate as accumulateOver } from './accumulate.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { clipByGlobalNorm, clipByNorm } from './clip-by-norm.js';
import { clipByValue } from './clip-by-value.js';
import { l2 } from './l2.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';
import { chain, type Transform } from './transform.js';

export type { StepInfo, Transform } from './transform.js';

/** Every optimiser, by the `type` an optimiser spec uses. */
const optimisers = { adagrad, adam, adamw, rmsprop, sgd };

type Optimisers = typeof optimisers;

/** What happens to a gradient before its optimiser, in this order. */
const preparations = { clipValue: clipByValue, clipNorm: clipByNorm, clipGlobalNorm: clipByGlobalNorm, l2 };

/** An optimiser as data: its type and options, and what comes before it. */
export type OptimiserSpec = {
  [Type in keyof Optimisers]: { type: Type } & NonNullable<Parameters<Optimisers[Type]>[0]>;
}[keyof Optimisers] & {
  /** Largest size of an entry of the gradient; none by default. */
  clipValue?: number;
  /** Largest norm of one parameter's gradient; none by default. */
  clipNorm?: number;
  /** Largest norm of the whole gradient; none by default. */
  clipGlobalNorm?: number;
  /** Weight of ½‖w‖² over the kernels in the loss; default 0. */
  l2?: number;
  /** Batches whose gradients make one update; default 1. */
  accumulate?: number;
};

/** The names of all optimisers. */
export const optimiserNames = Object.keys(optimisers) as (keyof Optimisers)[];

/**
 * The optimiser of a spec.
 *
 * @throws Error if its type is unknown.
 */
export function optimiserOf({ type, ...options }: OptimiserSpec): Transform {
  if (!Object.hasOwn(optimisers, type)) {
    throw new Error(`Unknown optimiser "${type}": expected one of ${optimiserNames.join(', ')}.`);
  }
  const { clipValue, clipNorm, clipGlobalNorm, l2, accumulate = 1, ...own } = options;
  const before = Object.entries({ clipValue, clipNorm, clipGlobalNorm, l2 }).flatMap(([name, value]) =>
    value ? [preparations[name as keyof typeof preparations](value)] : [],
  );
  const optimiser = (optimisers[type] as (options: object) => Transform)(own);
  const whole = before.length > 0 ? chain(...before, optimiser) : optimiser;
  return accumulate > 1 ? accumulateOver(accumulate, whole) : whole;
}
