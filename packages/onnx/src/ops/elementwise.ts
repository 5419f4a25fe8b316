import type { Value } from '../graph/graph.js';
import { emitOne, type Op, type Vjp } from '../graph/op.js';
import { broadcast } from '../graph/shapes.js';

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
