import {
  type Options,
  parseOptions,
  positive,
  SpecError,
  suggestion,
  type Values,
  type Written,
} from '@rnnlab/models';
import { adam } from './adam.js';
import { clipByGlobalNorm } from './clip-by-global-norm.js';
import type { Optimiser } from './optimiser.js';
import { sgd } from './sgd.js';
import { chain, type Transform } from './transform.js';

export type { StepInfo, Transform } from './transform.js';

/** Every optimiser, by the `type` an optimiser spec uses. */
const optimisers = { adam, sgd };

type Optimisers = typeof optimisers;

/** An optimiser as data: its type and options, and the clipping before it. */
export type OptimiserSpec = {
  [Type in keyof Optimisers]: { type: Type } & Written<Optimisers[Type]['options']>;
}[keyof Optimisers] & {
  /** Largest norm of the whole gradient; none by default. */
  clipNorm?: number;
};

/** The names of all optimisers. */
export const optimiserNames = Object.keys(optimisers) as (keyof Optimisers)[];

const clipping = { clipNorm: positive('Largest norm of the whole gradient.') };

/**
 * The optimiser of a spec.
 *
 * @throws SpecError for an unknown type or option (with the nearest valid one), or a bad value.
 */
export function optimiserOf(spec: OptimiserSpec): Transform {
  const { type, clipNorm, ...written } = spec;
  if (!Object.hasOwn(optimisers, type)) {
    throw new SpecError(
      `Unknown optimiser ${JSON.stringify(type)}${suggestion(String(type), optimiserNames)}.`,
    );
  }
  const where = `The optimiser (${type})`;
  const { options, transform } = optimisers[type] as unknown as Optimiser;
  const names = Object.keys({ ...options, ...clipping });
  for (const key of Object.keys(written)) {
    if (!Object.hasOwn(options, key))
      throw new SpecError(`${where} has no option "${key}"${suggestion(key, names)}.`);
  }
  const update = transform(parseOptions(options, written, where) as Values<Options>);
  if (clipNorm === undefined) return update;
  return chain(clipByGlobalNorm(parseOptions(clipping, { clipNorm }, where).clipNorm), update);
}
