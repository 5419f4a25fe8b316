import { orthogonal } from '../initializers/index.js';
import type { Cell } from './cell.js';

/**
 * z, r = σ(W x + U h + b); n = tanh(W x + U (r ⊙ h) + b); h' = (1 - z) ⊙ n + z ⊙ h: the reset gate acts before the
 * matrix product, as in the paper's final version. The gates stand in the order of the ONNX operator.
 */
export const gruResetBefore: Cell = {
  name: 'gru-reset-before',
  title: 'Gated recurrent unit, reset before the product',
  source: 'K. Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, 2014',
  gates: 3,
  states: 1,
  weights: (units) => ({
    recurrentKernel: { shape: [units, 2 * units], initializer: orthogonal({ blocks: 2 }) },
    candidateKernel: { shape: [units, units], initializer: orthogonal() },
  }),
  step({ add, sub, mul, sigmoid, tanh, matmul, split }, input, [h], { recurrentKernel, candidateKernel }) {
    const [xz, xr, xn] = split(input, 3);
    const [hz, hr] = split(matmul(h!, recurrentKernel!), 2);
    const z = sigmoid(add(xz!, hz!));
    const r = sigmoid(add(xr!, hr!));
    const n = tanh(matmul(mul(r, h!), candidateKernel!, xn!));
    return [add(n, mul(z, sub(h!, n)))];
  },
};
