import type { Options, Values } from '@rnnlab/models';
import type { Transform } from './transform.js';

/** A kind of optimizer: its options, and the transform of gradients that it is. */
export interface Optimizer<O extends Options = Options> {
  /** The `type` in an optimizer spec. */
  readonly type: string;
  readonly title: string;
  /** Where it comes from. */
  readonly source: string;
  readonly options: O;
  transform(options: Values<O>): Transform;
}

/** Types an optimizer's options through to its function. */
export const defineOptimizer = <O extends Options>(optimizer: Optimizer<O>): Optimizer<O> => optimizer;
