import { orthogonal, zeros } from '../initializers/index.js';
import type { Cell } from './cell.js';

/**
 * z, r = σ(W x + U h + b); n = tanh(W x + b + r ⊙ (U h + b')); h' = (1 - z) ⊙ n + z ⊙ h.
 * The reset gate acts after the matrix product, as in cuDNN and PyTorch (`linear_before_reset` in ONNX). The
 * gates stand in the order of the ONNX operator: update, reset, candidate.
 */
export const gru: Cell = {
  name: 'gru',
  title: 'Gated recurrent unit, reset after the product',
  source: 'K. Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014',
  gates: 3,
  states: 1,
  weights: (units) => ({
    recurrentKernel: { shape: [units, 3 * units], initializer: orthogonal({ blocks: 3 }) },
    recurrentBias: { shape: [3 * units], initializer: zeros() },
  }),
  step({ add, sub, mul, sigmoid, tanh, matmul, split }, input, [h], { recurrentKernel, recurrentBias }) {
    const [xz, xr, xn] = split(input, 3);
    const [hz, hr, hn] = split(matmul(h!, recurrentKernel!, recurrentBias!), 3);
    const z = sigmoid(add(xz!, hz!));
    const n = tanh(add(xn!, mul(sigmoid(add(xr!, hr!)), hn!)));
    return [add(n, mul(z, sub(h!, n)))];
  },
};
