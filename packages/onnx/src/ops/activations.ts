import { composite, emitOne, type Op, type Value } from '../graph/graph.js';
import { fromEnd } from '../graph/shapes.js';
import { add, exp, mul, reduceSum, sub, unaryOp } from './arithmetic.js';
import { cast, max, min, sign } from './comparison.js';

const sigmoidOp = unaryOp('Sigmoid', (_x, y, dy) => mul(dy, mul(y, sub(1, y))));

/** σ(x) = 1 / (1 + exp(-x)); dx = dy ⊙ y ⊙ (1 - y). */
export const sigmoid = (x: Value): Value => emitOne(sigmoidOp, [x]);

const tanhOp = unaryOp('Tanh', (_x, y, dy) => mul(dy, sub(1, mul(y, y))));

/** tanh(x); dx = dy ⊙ (1 - y²). */
export const tanh = (x: Value): Value => emitOne(tanhOp, [x]);

// Casts to booleans and back are the fastest way to 1 where y > 0.
const reluOp = unaryOp('Relu', (_x, y, dy) => mul(dy, cast(cast(y, 'bool'), y.type)));

/** max(x, 0); dx = dy where x > 0, and 0 at 0. */
export const relu = (x: Value): Value => emitOne(reluOp, [x]);

/**
 * x where it is positive, eˣ - 1 elsewhere (D.-A. Clevert, T. Unterthiner and S. Hochreiter, 2016);
 * dx = dy ⊙ min(y + 1, 1).
 */
export const elu = (x: Value): Value =>
  composite(
    'Elu',
    [x],
    () => [add(max(x, 0), sub(exp(min(x, 0)), 1))],
    ({ outputs: [y], adjoints: [dy] }) => [mul(dy!, min(add(y!, 1), 1))],
  )[0]!;

/** max(0, min(1, .2 x + .5)); dx = .2 dy where 0 < y < 1, and 0 elsewhere. */
export const hardSigmoid = (x: Value): Value =>
  composite(
    'HardSigmoid',
    [x],
    () => [max(min(add(mul(x, 0.2), 0.5), 1), 0)],
    ({ outputs: [y], adjoints: [dy] }) => [mul(dy!, mul(sign(mul(y!, sub(1, y!))), 0.2))],
  )[0]!;

/** x Φ(x) with the normal distribution function Φ (D. Hendrycks and K. Gimpel, Gaussian Error Linear Units, 2016). */
export const gelu = (x: Value): Value => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));

const erfOp = unaryOp('Erf', (x, _y, dy) => mul(dy, mul(exp(mul(mul(x, x), -1)), 2 / Math.sqrt(Math.PI))));

/** The error function; dx = dy ⊙ 2/√π exp(-x²). ONNX Runtime has it for float32 only. */
export const erf = (x: Value): Value => emitOne(erfOp, [x]);

const softmaxOp: Op = {
  type: 'Softmax',
  stackable: true,
  infer([x]) {
    fromEnd(x!, -1);
    return [{ type: x!.type, shape: x!.shape }];
  },
  vjp({ outputs: [y], adjoints: [dy] }) {
    const weighted = mul(dy!, y!);
    return [sub(weighted, mul(y!, reduceSum(weighted, [-1], { keep: true })))];
  },
};

/** exp(x) / Σ exp(x) over the last axis; dx = y ⊙ (dy - Σ dy ⊙ y). */
export const softmax = (x: Value): Value => emitOne(softmaxOp, [x], { axis: -1 });

const logSoftmaxOp: Op = {
  type: 'LogSoftmax',
  stackable: true,
  infer([x]) {
    fromEnd(x!, -1);
    return [{ type: x!.type, shape: x!.shape }];
  },
  vjp: ({ outputs: [y], adjoints: [dy] }) => [sub(dy!, mul(exp(y!), reduceSum(dy!, [-1], { keep: true })))],
};

/** The logarithm of {@link softmax}; dx = dy - exp(y) Σ dy. */
export const logSoftmax = (x: Value): Value => emitOne(logSoftmaxOp, [x], { axis: -1 });
