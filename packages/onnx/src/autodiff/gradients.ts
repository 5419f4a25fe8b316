import type { Value } from '../graph/graph.js';
import { GraphError } from '../graph/types.js';
import { zerosLike } from '../ops/arithmetic.js';
import { backward } from './backward.js';

/**
 * Gradients of a scalar, as values of the same graph.
 *
 * @param loss - A scalar.
 * @param wrt - Values of the loss's graph.
 * @returns One gradient for each, of its shape; zeros where the loss does not depend on it.
 * @throws GraphError if the loss is no scalar, a value is of another graph, or the loss depends on a value through an op that has no gradient.
 */
export function gradients(loss: Value, wrt: readonly Value[]): Value[] {
  if (loss.rank !== 0) throw new GraphError(`A gradient needs a scalar loss, received ${loss}.`);
  for (const value of wrt) {
    if (value.graph !== loss.graph)
      throw new GraphError(
        `A gradient needs values of the loss's graph, received ${value} of another graph.`,
      );
  }
  const seed = loss.graph.numbers(loss.type, 1);
  return backward(loss.graph.tape, [[loss, seed]], wrt).map((adjoint, k) => adjoint ?? zerosLike(wrt[k]!));
}
