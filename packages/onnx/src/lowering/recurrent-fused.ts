import type { RecurrentOptions } from '@rnnlab/models';
import type { Value } from '../graph/graph.js';
import { emitOne, type Op } from '../graph/op.js';
import { concat } from '../ops/concat.js';
import { mul } from '../ops/mul.js';
import { oneHot as unitVectors } from '../ops/one-hot.js';
import { reshape } from '../ops/reshape.js';
import { squeeze } from '../ops/squeeze.js';
import { transpose } from '../ops/transpose.js';

/**
 * The cells that ONNX has as one operator, with gates in the same order as ours; CUDA runs them on cuDNN. The
 * other cells are exported as a scan of their step.
 */
const operators: Record<string, { type: string; attributes?: Record<string, number> }> = {
  rnn: { type: 'RNN' },
  gru: { type: 'GRU', attributes: { linear_before_reset: 1 } },
  lstm: { type: 'LSTM' },
};

export const hasFusedOperator = (cell: string): boolean => Object.hasOwn(operators, cell);

/**
 * A recurrent layer as ONNX's fused operator, for inference.
 * Source: ONNX operator specification, LSTM, GRU and RNN.
 */
export function recurrentFused({
  cell,
  units,
  input,
  oneHot,
  lengths,
  weights,
  reverse,
}: RecurrentOptions<Value>): Value {
  const { type, attributes } = operators[cell.name]!;
  const { kernel, bias, recurrentKernel, recurrentBias } = weights as Record<string, Value>;
  const [time, batch] = input.shape;
  const op: Op = { type, infer: () => [{ type: kernel!.type, shape: [time!, 1, batch!, units] }] };
  const x = oneHot ? unitVectors(input, oneHot, kernel!.type) : input;
  const matrix = (w: Value) => reshape(transpose(w), [1, w.dim(1), w.dim(0)]);
  const biases = concat([bias!, recurrentBias ?? mul(bias!, 0)]);
  const y = emitOne(
    op,
    [x, matrix(kernel!), matrix(recurrentKernel!), reshape(biases, [1, biases.dim(0)]), lengths],
    {
      ...attributes,
      hidden_size: units,
      direction: reverse ? 'reverse' : 'forward',
    },
  );
  return squeeze(y, [-3]);
}
