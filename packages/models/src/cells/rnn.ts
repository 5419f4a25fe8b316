import { orthogonal } from '../initializers/index.js';
import type { Cell } from './cell.js';

/** h' = tanh(W x + U h + b). */
export const rnn: Cell = {
  name: 'rnn',
  title: 'Simple recurrent network (Elman)',
  source: 'J. L. Elman, Finding Structure in Time, 1990',
  gates: 1,
  states: 1,
  weights: (units) => ({ recurrentKernel: { shape: [units, units], initializer: orthogonal() } }),
  step: (ops, input, [h], { recurrentKernel }) => [ops.tanh(ops.matmul(h!, recurrentKernel!, input))],
};
