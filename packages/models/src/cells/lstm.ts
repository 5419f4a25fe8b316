import { gatedBias, orthogonal } from '../initializers/index.js';
import type { Cell } from './cell.js';

/**
 * i, o, f = σ(W x + U h + b), g = tanh(W x + U h + b); c' = f ⊙ c + i ⊙ g; h' = o ⊙ tanh(c').
 * The gates stand in the order of the ONNX operator: input, output, forget, cell. The forget gate starts open.
 */
export const lstm: Cell = {
  name: 'lstm',
  title: 'Long short-term memory',
  source: 'S. Hochreiter and J. Schmidhuber, 1997; forget gate: F. Gers et al., 2000',
  gates: 4,
  states: 2,
  bias: gatedBias(4, 2),
  weights: (units) => ({
    recurrentKernel: { shape: [units, 4 * units], initializer: orthogonal({ blocks: 4 }) },
  }),
  step({ add, mul, sigmoid, tanh, matmul, split }, input, [h, c], { recurrentKernel }) {
    const [i, o, f, g] = split(matmul(h!, recurrentKernel!, input), 4);
    const nextC = add(mul(sigmoid(f!), c!), mul(sigmoid(i!), tanh(g!)));
    return [mul(sigmoid(o!), tanh(nextC)), nextC];
  },
};
