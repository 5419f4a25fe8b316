import { emitOne, type Op, type Value } from '../graph/graph.js';
import { broadcast } from '../graph/shapes.js';
import { type DataType, elementTypes } from '../graph/types.js';
import {
  binary,
  binaryOp,
  div,
  mul,
  type Operand,
  reduceSum,
  sub,
  unaryOp,
  unbroadcast,
} from './arithmetic.js';
import { unsqueeze } from './shape.js';

const comparisonOp = (type: string): Op => ({
  type,
  stackable: 'broadcast',
  infer: ([a, b]) => [{ type: 'bool', shape: broadcast(type, a!, b!) }],
});
const equalOp = comparisonOp('Equal');
const lessOp = comparisonOp('Less');

const compare = (op: Op, a: Value, b: Operand): Value =>
  emitOne(op, [a, typeof b === 'number' ? a.graph.numbers(a.type, b) : b]);

/** a = b, element by element. */
export const equal = (a: Value, b: Operand): Value => compare(equalOp, a, b);

/** a < b, element by element. */
export const less = (a: Value, b: Operand): Value => compare(lessOp, a, b);

const whereOp: Op = {
  type: 'Where',
  infer([condition, a, b]) {
    const shape = broadcast('Where', a!, b!);
    return [
      {
        type: a!.type,
        shape: broadcast('Where', { type: a!.type, shape: condition!.shape }, { type: a!.type, shape }),
      },
    ];
  },
  vjp({ inputs: [condition, a, b], adjoints: [dy], wanted }) {
    const chosen = cast(condition!, dy!.type);
    return [
      undefined,
      wanted[1] ? unbroadcast(mul(dy!, chosen), a!) : undefined,
      wanted[2] ? unbroadcast(mul(dy!, sub(1, chosen)), b!) : undefined,
    ];
  },
};

/** a where a condition holds, b elsewhere; one of them may be a number. */
export function where(condition: Value, a: Operand, b: Operand): Value {
  const tensor = (typeof a === 'number' ? b : a) as Value;
  const lift = (x: Operand) => (typeof x === 'number' ? tensor.graph.numbers(tensor.type, x) : x);
  return emitOne(whereOp, [condition, lift(a), lift(b)]);
}

/** The adjoint goes to the operand that was chosen: a where a condition on both holds, otherwise b. */
const choice =
  (chosen: (a: Value, b: Value) => Value): NonNullable<Op['vjp']> =>
  ({ inputs: [a, b], adjoints: [dy], wanted }) => {
    const ofA = cast(chosen(a!, b!), dy!.type);
    return [
      wanted[0] ? unbroadcast(mul(dy!, ofA), a!) : undefined,
      wanted[1] ? unbroadcast(mul(dy!, sub(1, ofA)), b!) : undefined,
    ];
  };

const maxOp = binaryOp(
  'Max',
  choice((a, b) => less(b, a)),
);

/** The larger of two; d = (dy, 0) where a > b, and (0, dy) elsewhere. */
export const max = (a: Operand, b: Operand): Value => binary(maxOp, a, b);

const minOp = binaryOp(
  'Min',
  choice((a, b) => less(a, b)),
);

/** The smaller of two; d = (dy, 0) where a < b, and (0, dy) elsewhere. */
export const min = (a: Operand, b: Operand): Value => binary(minOp, a, b);

const signOp: Op = { ...unaryOp('Sign'), vjp: () => [undefined] };

/** -1, 0 or 1; its gradient is zero and is omitted. */
export const sign = (x: Value): Value => emitOne(signOp, [x]);

const absOp = unaryOp('Abs', (x, _y, dy) => mul(dy, sign(x)));

/** |x|; dx = sign(x) ⊙ dy. */
export const abs = (x: Value): Value => emitOne(absOp, [x]);

const argMaxOp: Op = {
  type: 'ArgMax',
  infer: ([x], { axis }) => [
    { type: 'int64', shape: x!.shape.filter((_, k) => k !== x!.rank + (axis as number)) },
  ],
};

/** The index of the largest entry on an axis, counted from the end, int64; the lowest where several are equal. */
export const argMax = (x: Value, axis = -1): Value => emitOne(argMaxOp, [x], { axis, keepdims: 0 });

/** The step that holds the largest entry of `[time, batch, N]`: `[batch, N]`. */
export const argMaxOverTime = (x: Value): Value => argMax(x, -3);

const reduceMaxOp: Op = {
  type: 'ReduceMax',
  infer: ([x], { axes }) => {
    const reduced = (axes as number[]).map((axis) => axis + x!.rank);
    return [{ type: x!.type, shape: x!.shape.filter((_, k) => !reduced.includes(k)) }];
  },
  vjp({ inputs: [x], outputs: [y], attributes, adjoints: [dy] }) {
    const axes = attributes.axes as number[];
    const largest = cast(equal(x!, unsqueeze(y!, axes)), dy!.type);
    return [mul(unsqueeze(dy!, axes), div(largest, reduceSum(largest, axes, { keep: true })))];
  },
};

/** The largest entry over axes, counted from the end; dx = dy there, divided evenly among equal ones. */
export const reduceMax = (x: Value, axes: readonly number[]): Value =>
  emitOne(reduceMaxOp, [x], { axes, keepdims: 0 });

const castOp = (type: DataType): Op => ({
  type: 'Cast',
  stackable: true,
  infer: ([x]) => [{ type, shape: x!.shape }],
});

/** Another element type. No gradient: it leads from whole numbers to reals. */
export const cast = (x: Value, type: DataType): Value =>
  x.type === type ? x : emitOne(castOp(type), [x], { to: elementTypes[type] });
