import { orthogonal } from '../initializers/index.js';
import type { Cell } from './cell.js';

/** h' = max(0, W x + U h + b), with U starting orthogonal: close to the identity's norm. */
export const rnnRelu: Cell = {
  name: 'rnn-relu',
  title: 'Simple recurrent network of rectified linear units',
  source: 'Q. V. Le, N. Jaitly and G. E. Hinton, A Simple Way to Initialize Recurrent Networks, 2015',
  gates: 1,
  states: 1,
  weights: (units) => ({ recurrentKernel: { shape: [units, units], initializer: orthogonal() } }),
  step: (ops, input, [h], { recurrentKernel }) => [ops.relu(ops.matmul(h!, recurrentKernel!, input))],
};
