import { composite, emitOne, type Graph, type Op, type Value, type Vjp } from '../graph/graph.js';
import { broadcast, fromEnd, sameShape } from '../graph/shapes.js';
import { collapse, unsqueeze } from './shape.js';

/** A tensor, or a number that becomes a constant of the other operand's element type. */
export type Operand = Value | number;

/** Calls a binary operator on tensors or numbers; at least one is a tensor. */
export function binary(op: Op, a: Operand, b: Operand): Value {
  const tensor = (typeof a === 'number' ? b : a) as Value;
  const lift = (x: Operand) => (typeof x === 'number' ? tensor.graph.numbers(tensor.type, x) : x);
  return emitOne(op, [lift(a), lift(b)]);
}

/** An element-wise operator of two tensors that broadcast. */
export function binaryOp(type: string, vjp?: (context: Vjp) => (Value | undefined)[]): Op {
  return {
    type,
    stackable: 'broadcast',
    infer: ([a, b]) => [{ type: a!.type, shape: broadcast(type, a!, b!) }],
    ...(vjp && { vjp }),
  };
}

/** An element-wise operator of one tensor. `vjp` gets the input, the output and the output's adjoint. */
export function unaryOp(type: string, vjp?: (x: Value, y: Value, dy: Value) => Value): Op {
  return {
    type,
    stackable: true,
    infer: ([x]) => [{ type: x!.type, shape: x!.shape }],
    ...(vjp && { vjp: ({ inputs, outputs, adjoints }: Vjp) => [vjp(inputs[0]!, outputs[0]!, adjoints[0]!)] }),
  };
}

const addOp = binaryOp('Add', ({ inputs, adjoints, wanted }) =>
  inputs.map((input, k) => (wanted[k] ? unbroadcast(adjoints[0]!, input) : undefined)),
);

/** a + b; d = (dy, dy), summed over what was broadcast. */
export const add = (a: Operand, b: Operand): Value => binary(addOp, a, b);

const mulOp = binaryOp('Mul', ({ inputs: [a, b], adjoints: [dy], wanted }) => [
  wanted[0] ? unbroadcast(mul(dy!, b!), a!) : undefined,
  wanted[1] ? unbroadcast(mul(dy!, a!), b!) : undefined,
]);

/** a ⊙ b; d = (dy ⊙ b, dy ⊙ a), summed over what was broadcast. */
export const mul = (a: Operand, b: Operand): Value => binary(mulOp, a, b);

const subOp = binaryOp('Sub', ({ inputs: [a, b], adjoints: [dy], wanted }) => [
  wanted[0] ? unbroadcast(dy!, a!) : undefined,
  wanted[1] ? unbroadcast(neg(dy!), b!) : undefined,
]);

/** a - b; d = (dy, -dy), summed over what was broadcast. */
export const sub = (a: Operand, b: Operand): Value => binary(subOp, a, b);

const divOp = binaryOp('Div', ({ inputs: [a, b], outputs: [y], adjoints: [dy], wanted }) => [
  wanted[0] ? unbroadcast(div(dy!, b!), a!) : undefined,
  wanted[1] ? unbroadcast(neg(mul(dy!, div(y!, b!))), b!) : undefined,
]);

/** a / b; d = (dy / b, -dy ⊙ y / b), summed over what was broadcast. */
export const div = (a: Operand, b: Operand): Value => binary(divOp, a, b);

const negOp = unaryOp('Neg', (_x, _y, dy) => neg(dy));

/** -x; dx = -dy. */
export const neg = (x: Value): Value => emitOne(negOp, [x]);

const sqrtOp = unaryOp('Sqrt', (_x, y, dy) => mul(dy, div(0.5, y)));

/** √x; dx = dy / (2 y). */
export const sqrt = (x: Value): Value => emitOne(sqrtOp, [x]);

const expOp = unaryOp('Exp', (_x, y, dy) => mul(dy, y));

/** eˣ; dx = dy ⊙ y. */
export const exp = (x: Value): Value => emitOne(expOp, [x]);

const logOp = unaryOp('Log', (x, _y, dy) => div(dy, x));

/** The natural logarithm; dx = dy / x. */
export const log = (x: Value): Value => emitOne(logOp, [x]);

/** `x` times a scalar: where `x` is already some tensor times a scalar, the scalars are multiplied first. */
export function scale(x: Value, factor: Value): Value {
  const [tensor, known] = x.node?.op === mulOp ? (x.node.inputs as [Value, Value]) : [x];
  return known?.rank === 0 ? mul(tensor, mul(known, factor)) : mul(x, factor);
}

const identityOp = unaryOp('Identity', (_x, _y, dy) => dy);

/** A copy, in `graph` if one is given: a body's output must be made inside it. */
export const identity = (x: Value, graph?: Graph): Value => emitOne(identityOp, [x], {}, graph);

const reduceSumOp: Op = {
  type: 'ReduceSum',
  stackable: true,
  infer([x, axes], { keepdims }) {
    const reduced = Array.from(axes!.data as BigInt64Array, (axis) => fromEnd(x!, Number(axis)));
    const shape = x!.shape.flatMap((dim, k) => (!reduced.includes(k) ? [dim] : keepdims ? [1] : []));
    return [{ type: x!.type, shape }];
  },
  vjp({ inputs: [x, axes], attributes, adjoints: [dy] }) {
    const list = Array.from(axes!.data as BigInt64Array, Number);
    const kept = attributes.keepdims ? dy! : unsqueeze(dy!, list);
    return [add(kept, zerosLike(x!)), undefined];
  },
};

/**
 * Sums over axes, which are counted from the end (-1 is the last); dx = dy, broadcast back. Axes must not be empty when
 * the graph runs: ONNX Runtime (1.29) then gives the input's shape back instead of zeros.
 */
export const reduceSum = (x: Value, axes: readonly number[], { keep = false } = {}): Value =>
  emitOne(
    reduceSumOp,
    [
      x,
      x.graph.numbers(
        'int64',
        [...axes].sort((a, b) => a - b),
      ),
    ],
    { keepdims: keep ? 1 : 0 },
  );

/** The sum of all entries, a scalar. */
export const sumAll = (x: Value): Value =>
  reduceSum(
    x,
    Array.from(x.shape, (_, k) => k - x.rank),
  );

/**
 * The adjoint of broadcasting: sums `x` over the axes along which a tensor of `like`'s shape was stretched.
 *
 * In the gradient of a scan, `like` is a value of the step or one that the step captured. The latter's adjoint is
 * summed over time in the end, so its leading axes are joined, time with them, and summed at once.
 */
export function unbroadcast(x: Value, like: Value): Value {
  if (sameShape(x.shape, like.shape)) return x;
  let sum = x;
  const extra = x.rank - like.rank;
  if (extra > 0) {
    const captured = like.graph !== x.graph && like.shape.every((dim) => typeof dim === 'number');
    const leading = Array.from({ length: extra }, (_, k) => k - x.rank);
    sum = captured ? reduceSum(collapse(sum, like.rank), [-1 - like.rank]) : reduceSum(sum, leading);
  }
  const stretched = like.shape.flatMap((dim, k) => (dim === 1 && sum.shape[k] !== 1 ? [k - like.rank] : []));
  return stretched.length > 0 ? reduceSum(sum, stretched, { keep: true }) : sum;
}

/**
 * Zeros of the shape of a tensor of finite numbers; nothing flows back through them. They are a product, which the
 * gradient of a scan can compute for all time steps at once; elsewhere `fillLike` costs less.
 */
export const zerosLike = (x: Value): Value =>
  composite(
    'ZerosLike',
    [x],
    () => [mul(x, 0)],
    () => [undefined],
  )[0]!;
