import type { Value } from '../graph/graph.js';
import { composite } from '../graph/op.js';
import { concat } from './concat.js';
import { contract, matmul, matmulTransposed } from './matmul.js';
import { reshape } from './reshape.js';

/** The weights of two operands and what is added to their products, also as one matrix. */
export interface JoinedWeights {
  /** `[M, N]`. */
  kernel: Value;
  /** `[K, N]`. */
  recurrentKernel: Value;
  /** Kernel, bias and recurrent kernel above each other, `[M + 1 + K, N]`. */
  all: Value;
}

/** Joins weights for {@link joinedProduct}: outside of a scan it is done once. */
export const joinWeights = (kernel: Value, bias: Value, recurrentKernel: Value): JoinedWeights => ({
  kernel,
  recurrentKernel,
  all: concat([kernel, reshape(bias, [1, ...bias.shape]), recurrentKernel], -2),
});

/**
 * `x · kernel + h · recurrentKernel + bias` for `x` `[batch, M]` and `h` `[batch, K]` as one product,
 * `[x, 1, h]` times all weights, so that their gradient is one product as well.
 *
 * @param ones - `[batch, 1]`.
 */
export function joinedProduct(x: Value, h: Value, ones: Value, weights: JoinedWeights): Value {
  const { kernel, recurrentKernel, all } = weights;
  const forward = () => {
    const joined = concat([x, ones, h]);
    return [matmul(joined, all), joined];
  };
  return composite('JoinedProduct', [x, h, ones, all], forward, ({ outputs, adjoints: [dy], wanted }) => [
    wanted[0] ? matmulTransposed(dy!, kernel) : undefined,
    wanted[1] ? matmulTransposed(dy!, recurrentKernel) : undefined,
    undefined,
    wanted[3] ? contract(outputs[1]!, dy!) : undefined,
  ])[0]!;
}
