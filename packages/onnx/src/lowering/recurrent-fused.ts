import type { RecurrentOptions } from '@rnnlab/models';
import { type Attributes, emit, type Op, type Value } from '../graph/graph.js';
import { mul } from '../ops/arithmetic.js';
import { oneHot as unitVectors } from '../ops/creation.js';
import { reshape, squeeze, transpose, unsqueeze } from '../ops/shape.js';
import { concat } from '../ops/slicing.js';
import type { Carry } from './recurrent-scan.js';

interface FusedOperator {
  type: string;
  attributes?: Attributes;
  /** The recurrent weights as one matrix `[units, gates · units]`; by default `recurrentKernel`. */
  recurrentKernel?(weights: Record<string, Value>): Value;
}

/**
 * The cells that ONNX has as one operator, with gates in the same order as ours; CUDA runs those with the default
 * activations on cuDNN. The other cells are exported as a scan of their step.
 */
const operators: Record<string, FusedOperator> = {
  rnn: { type: 'RNN' },
  'rnn-relu': { type: 'RNN', attributes: { activations: ['Relu'] } },
  gru: { type: 'GRU', attributes: { linear_before_reset: 1 } },
  'gru-reset-before': {
    type: 'GRU',
    recurrentKernel: ({ recurrentKernel, candidateKernel }) => concat([recurrentKernel!, candidateKernel!]),
  },
  lstm: { type: 'LSTM' },
};

export const hasFusedOperator = (cell: string): boolean => Object.hasOwn(operators, cell);

/**
 * A recurrent layer as ONNX's fused operator, for inference. Lengths may be absent where nothing is padded.
 * Source: ONNX operator specification, LSTM, GRU and RNN.
 */
export function recurrentFused(
  { cell, units, input, oneHot, lengths, weights, reverse }: RecurrentOptions<Value>,
  { initial = [], final }: Carry = {},
): Value {
  const {
    type,
    attributes,
    recurrentKernel = (w: Record<string, Value>) => w.recurrentKernel!,
  } = operators[cell.name]!;
  const { kernel, bias, recurrentBias } = weights as Record<string, Value>;
  const recurrent = recurrentKernel(weights);
  const [time, batch] = input.shape;
  const state = { type: kernel!.type, shape: [1, batch!, units] };
  const kept = final ? Array<typeof state>(cell.states).fill(state) : [];
  const op: Op = { type, infer: () => [{ ...state, shape: [time!, ...state.shape] }, ...kept] };
  const x = oneHot ? unitVectors(input, oneHot, kernel!.type) : input;
  const matrix = (w: Value) => reshape(transpose(w), [1, w.dim(1), w.dim(0)]);
  const biases = concat([bias!, recurrentBias ?? mul(bias!, 0)]);
  const starts = initial.map((start) => unsqueeze(start, [-3]));
  const [y, ...states] = emit(
    op,
    [x, matrix(kernel!), matrix(recurrent), reshape(biases, [1, biases.dim(0)]), lengths, ...starts],
    {
      ...attributes,
      hidden_size: units,
      direction: reverse ? 'reverse' : 'forward',
    },
  );
  final?.(states.map((last) => squeeze(last, [-3])));
  return squeeze(y!, [-3]);
}
