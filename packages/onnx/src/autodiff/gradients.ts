import type { TapeEntry, Value } from '../graph/graph.js';
import { GraphError } from '../graph/types.js';
import { add, zerosLike } from '../ops/arithmetic.js';

/**
 * Computes the gradients of a scalar, as values of the same graph.
 *
 * @param loss - A scalar.
 * @param wrt - Values of the loss's graph.
 * @returns One gradient for each of `wrt`, of its shape; zeros where the loss does not depend on it.
 * @throws {GraphError} If the loss is no scalar, a value is of another graph, or the loss depends on a value through an op that has no gradient.
 */
export function gradients(loss: Value, wrt: readonly Value[]): Value[] {
  if (loss.rank !== 0) throw new GraphError(`A gradient needs a scalar loss, received ${loss}.`);
  for (const value of wrt) {
    if (value.graph !== loss.graph)
      throw new GraphError(
        `A gradient needs values of the loss's graph, received ${value} of another graph.`,
      );
  }
  const seed = loss.graph.numbers(loss.type, 1);
  return backward(loss.graph.tape, [[loss, seed]], wrt).map((adjoint, k) => adjoint ?? zerosLike(wrt[k]!));
}

/** Whether values of this type have gradients: integers and booleans have none. */
export const isReal = ({ type }: Value): boolean => type === 'float32' || type === 'float64';

/**
 * Reverse mode over a tape: adjoints of some values from those of others (A. Griewank and A. Walther,
 * Evaluating Derivatives, 2008, chapter 3).
 *
 * @param seeds - Values whose adjoint is known; several for one value add up.
 * @param wrt - Values whose adjoint is wanted.
 * @param substitute - The value to use in the emitted products for one of the tape; by default itself.
 * @returns Adjoints in the order of `wrt`; undefined where the seeds do not depend on it.
 */
export function backward(
  tape: readonly TapeEntry[],
  seeds: readonly (readonly [Value, Value])[],
  wrt: readonly Value[],
  substitute: (value: Value) => Value = (value) => value,
): (Value | undefined)[] {
  const active = new Set(wrt.filter(isReal));
  for (const { inputs, outputs } of tape) {
    if (inputs.some((input) => active.has(input)))
      for (const output of outputs) if (isReal(output)) active.add(output);
  }
  const adjoints = new Map<Value, Value>();
  const accumulate = (value: Value, adjoint: Value) => {
    const known = adjoints.get(value);
    adjoints.set(value, known ? add(known, adjoint) : adjoint);
  };
  for (const [value, adjoint] of seeds) if (active.has(value)) accumulate(value, adjoint);

  // Entries that the products themselves append are not walked.
  for (const { op, inputs, outputs, attributes } of [...tape].reverse()) {
    const incoming = outputs.map((output) => adjoints.get(output));
    const wanted = inputs.map((input) => active.has(input));
    if (!incoming.some(Boolean) || !wanted.some(Boolean)) continue;
    if (!op.vjp)
      throw new GraphError(
        `${op.type} has no gradient, but the loss depends on ${inputs.join(', ')} through it.`,
      );
    const context = {
      inputs: inputs.map(substitute),
      outputs: outputs.map(substitute),
      attributes,
      adjoints: incoming,
      wanted,
    };
    op.vjp(context).forEach((adjoint, k) => {
      if (adjoint && wanted[k]) accumulate(inputs[k]!, adjoint);
    });
  }
  return wrt.map((value) => adjoints.get(value));
}
