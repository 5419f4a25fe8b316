import { buildModel, parametersOf } from '../src/model.js';
import type { Ops, Window1d } from '../src/ops.js';
import { resolveModel } from '../src/resolve.js';
import type { LayerSpec, ModelSpec } from '../src/spec.js';

const written = ({ size, stride, dilation, padding }: Window1d): string =>
  `${size} by ${stride}${dilation > 1 ? ` dilated ${dilation}` : ''} padded ${padding.join('+')}`;
const both = (windows: readonly Window1d[]): string => windows.map(written).join(' × ');

/** Operations whose tensors are texts: a model becomes the formula that it computes. */
export const formulas: Ops<string> = {
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} ⊙ ${b})`,
  div: (a, b) => `(${a} / ${b})`,
  exp: (x) => `exp(${x})`,
  log: (x) => `log(${x})`,
  sqrt: (x) => `√(${x})`,
  sum: (x) => `Σ(${x})`,
  softmax: (x) => `softmax(${x})`,
  sigmoid: (x) => `σ(${x})`,
  tanh: (x) => `tanh(${x})`,
  relu: (x) => `relu(${x})`,
  gelu: (x) => `gelu(${x})`,
  elu: (x) => `elu(${x})`,
  hardSigmoid: (x) => `hardSigmoid(${x})`,
  matmul: (x, w, c) => `${x} · ${w}${c ? ` + ${c}` : ''}`,
  split: (x, parts) => Array.from({ length: parts }, (_, k) => `${x}[${k}]`),
  lookup: (table, ids) => `${table}[${ids}]`,
  linear: (x, kernel, bias) => `linear(${x}, ${kernel}, ${bias})`,
  linearTransposed: (x, table) => `${x} · ${table}ᵀ`,
  concat: (parts) => `[${parts.join(', ')}]`,
  last: (x, lengths) => `last(${x}, ${lengths})`,
  mean: (x, lengths) => `mean(${x}, ${lengths})`,
  max: (x, lengths) => `max(${x}, ${lengths})`,
  mask: (x, lengths) => `mask(${x}, ${lengths})`,
  dropout: (x, rate, mask) => `dropout(${x}, ${rate}, ${mask})`,
  recurrent: ({ cell, input, oneHot, lengths, weights, reverse, units, dropout }) =>
    `${cell.name}-${units}${reverse ? ' reversed' : ''}${dropout ? ` dropping ${dropout}` : ''}` +
    `(${input}${oneHot ? ` of ${oneHot}` : ''}, ${lengths}, ${Object.values(weights).join(' ')})`,
  convolveSequence: ({ value, oneHot, lengths }, kernel, bias, window) =>
    `convolve(${value}${oneHot ? ` of ${oneHot}` : ''}, ${lengths}, ${kernel}, ${bias}, ${written(window)})`,
  poolSequence: (x, kind, window) => `${kind}(${x}, ${written(window)})`,
  windowLengths: (lengths, { size }) => `${lengths}/${size}`,
  convolveImage: (x, kernel, bias, windows) => `convolve(${x}, ${kernel}, ${bias}, ${both(windows)})`,
  poolImage: (x, kind, windows) => `${kind}(${x}, ${both(windows)})`,
  flatten: (x, kind) => `flatten ${kind}(${x})`,
  layerNorm: (x, gamma, beta, epsilon) => `layerNorm(${x}, ${gamma}, ${beta}, ${epsilon})`,
  batchNorm: ({ x, kind, lengths, gamma, beta, mean, variance, momentum, epsilon }) =>
    `batchNorm ${kind}(${[x, lengths, gamma, beta, mean, variance, momentum, epsilon].join(', ')})`,
};

/** The formula that a model of some layers computes of an input `x` with lengths `n`. */
export const formula = (input: ModelSpec['input'], ...layers: LayerSpec[]) =>
  buildModel(formulas, { input, layers }, { value: 'x', lengths: 'n' }, (name) => name);

export const outputOf = (input: ModelSpec['input'], ...layers: LayerSpec[]) =>
  resolveModel({ input, layers }).output;

/** Shapes of the parameters by name. */
export const shapesOf = (input: ModelSpec['input'], ...layers: LayerSpec[]) =>
  Object.fromEntries(parametersOf({ input, layers }).map(({ name, shape }) => [name, shape]));
