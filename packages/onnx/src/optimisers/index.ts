import { adam } from './adam.js';
import { clipByGlobalNorm } from './clip-by-global-norm.js';
import { sgd } from './sgd.js';
import { chain, type Transform } from './transform.js';

export type { StepInfo, Transform } from './transform.js';

/** Every optimiser, by the `type` an optimiser spec uses. */
const optimisers = { adam, sgd };

type Optimisers = typeof optimisers;

/** An optimiser as data: its type and options, and the clipping before it. */
export type OptimiserSpec = {
  [Type in keyof Optimisers]: { type: Type } & NonNullable<Parameters<Optimisers[Type]>[0]>;
}[keyof Optimisers] & {
  /** Largest norm of the whole gradient; none by default. */
  clipNorm?: number;
};

/** The names of all optimisers. */
export const optimiserNames = Object.keys(optimisers) as (keyof Optimisers)[];

/**
 * The optimiser of a spec.
 *
 * @throws Error if its type is unknown.
 */
export function optimiserOf({ clipNorm, ...spec }: OptimiserSpec): Transform {
  if (!Object.hasOwn(optimisers, spec.type)) {
    throw new Error(`Unknown optimiser "${spec.type}": expected one of ${optimiserNames.join(', ')}.`);
  }
  const { type, ...options } = spec;
  const optimiser = (optimisers[type] as (options: object) => Transform)(options);
  return clipNorm === undefined ? optimiser : chain(clipByGlobalNorm(clipNorm), optimiser);
}
