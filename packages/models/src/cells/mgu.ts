import { orthogonal } from '../initializers/index.js';
import type { Cell } from './cell.js';

/** f = σ(W x + U h + b); n = tanh(W x + U (f ⊙ h) + b); h' = (1 - f) ⊙ h + f ⊙ n: one gate forgets and resets. */
export const mgu: Cell = {
  name: 'mgu',
  title: 'Minimal gated unit',
  source: 'G.-B. Zhou et al., Minimal Gated Unit for Recurrent Neural Networks, 2016',
  gates: 2,
  states: 1,
  weights: (units) => ({
    gateKernel: { shape: [units, units], initializer: orthogonal() },
    candidateKernel: { shape: [units, units], initializer: orthogonal() },
  }),
  step({ add, sub, mul, sigmoid, tanh, matmul, split }, input, [h], { gateKernel, candidateKernel }) {
    const [xf, xn] = split(input, 2);
    const f = sigmoid(matmul(h!, gateKernel!, xf!));
    const n = tanh(matmul(mul(f, h!), candidateKernel!, xn!));
    return [add(h!, mul(f, sub(n, h!)))];
  },
};
