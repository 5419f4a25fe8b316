import type { Options, Values } from '@rnnlab/models';
import type { Transform } from './transform.js';

/** A kind of optimiser: its options, and the transform of gradients that it is. */
export interface Optimiser<O extends Options = Options> {
  /** The `type` in an optimiser spec. */
  readonly type: string;
  readonly title: string;
  /** Where it comes from. */
  readonly source: string;
  readonly options: O;
  transform(options: Values<O>): Transform;
}

/** Types an optimiser's options through to its function. */
export const defineOptimiser = <O extends Options>(optimiser: Optimiser<O>): Optimiser<O> => optimiser;
