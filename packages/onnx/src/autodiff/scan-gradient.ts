import { Graph, type Value } from '../graph/graph.js';
import { reduceSum } from '../ops/reduce-sum.js';
import { keepOfEachStep, type ScanParts, scanNode } from '../ops/scan.js';
import { zerosLike } from '../ops/zeros-like.js';
import { backward } from './backward.js';
import { linearForm } from './linear-form.js';
import { TimeStack } from './time-stack.js';

/**
 * The gradient of a scan, derived from its step in three parts, so that as little as possible runs in a loop:
 *
 * 1. before: what does not depend on incoming adjoints (the derivatives of the activations) is computed for all
 *    time steps at once from what the forward scan kept;
 * 2. loop: only the recurrence of the states' adjoints runs in a scan of its own, in the other direction;
 * 3. after: the adjoints of slices and of captured weights follow for all time steps at once: a weight's
 *    gradient is one matrix product over time and batch, never a sum inside the loop.
 *
 * The step is differentiated once, in a template graph that is never run; each of its values is then emitted
 * where it belongs.
 *
 * @param adjoints - Of the final states, then of the stacked outputs.
 * @returns Adjoints of the initial states, the slices and the captures.
 */
export function scanVjp(parts: ScanParts, adjoints: readonly (Value | undefined)[]): (Value | undefined)[] {
  const { body, initial, slices, step, captures, reverse } = parts;
  const outer = body.parent!;
  const states = body.inputs.slice(0, initial.length);
  const stepInputs = body.inputs.slice(initial.length);

  // The template: forward values and incoming adjoints are its inputs.
  const template = new Graph(outer);
  const placeholders = new Map<Value, Value>();
  const stand = (value: Value): Value => {
    if (value.graph !== body) return value;
    if (!placeholders.has(value)) placeholders.set(value, template.input('forward', value.type, value.shape));
    return placeholders.get(value)!;
  };
  const carried = step.states.map(({ type, shape }) => template.input('carried', type, shape));
  const incoming = new Map<Value, Value>();
  const seeds = step.states.map((state, k) => [state, carried[k]!] as const);
  step.outputs.forEach((output, k) => {
    const stacked = adjoints[initial.length + k];
    if (!stacked) return;
    const slice = template.input('incoming', output.type, output.shape);
    incoming.set(slice, stacked);
    seeds.push([output, slice]);
  });
  const results = backward(body.tape, seeds, [...states, ...stepInputs, ...captures], stand);

  const dependent = new Map<Value, boolean>();
  const isAdjoint = (value: Value): boolean => {
    if (value.graph !== template) return false;
    if (carried.includes(value) || incoming.has(value)) return true;
    if (!dependent.has(value)) dependent.set(value, value.node?.inputs.some(isAdjoint) ?? false);
    return dependent.get(value)!;
  };
  const rewrite = linearForm(isAdjoint);
  const wanted = results.map((result) => result && rewrite(result));

  // 1. Before: forward values of all steps.
  const stack = new TimeStack(template);
  for (const [original, placeholder] of placeholders) {
    stack.define(placeholder, () => {
      const slice = stepInputs.indexOf(original);
      return slice >= 0 ? slices[slice]! : keepOfEachStep(parts, original);
    });
  }
  for (const [slice, stacked] of incoming) stack.define(slice, () => stacked);

  // 2. Loop: from the states' adjoints after a step to those before it.
  const loop = new Graph(outer);
  const inLoop = new Map<Value, Value>();
  carried.forEach((value) => {
    inLoop.set(value, loop.input('adjoint', value.type, value.shape));
  });
  const loopSlices: Value[] = [];
  const emitInLoop = (value: Value): Value => {
    if (value.graph !== template) return value;
    const known = inLoop.get(value);
    if (known) return known;
    if (!isAdjoint(value) || incoming.has(value)) {
      const slice = loop.input('slice', value.type, value.shape);
      loopSlices.push(stack.get(value));
      inLoop.set(value, slice);
      return slice;
    }
    stack.replay(value.node!, value.node!.inputs.map(emitInLoop), loop).forEach((output, k) => {
      inLoop.set(value.node!.outputs[k]!, output);
    });
    return inLoop.get(value)!;
  };
  const previous = states.map((_, k) => {
    const result = wanted[k];
    return result ? emitInLoop(result) : zerosLike(inLoop.get(carried[k]!)!);
  });
  const start = initial.map((state, k) => adjoints[k] ?? zerosLike(state));
  const node = scanNode(loop, start, loopSlices, previous, !reverse);
  const loopParts: ScanParts = {
    node,
    body: loop,
    initial: start,
    slices: loopSlices,
    step: { states: previous, outputs: [] },
    captures: [],
    reverse: !reverse,
  };

  // 3. After: what the loop computed is kept of each step and used for all steps at once.
  for (const [value, emitted] of inLoop) {
    if (isAdjoint(value) && !incoming.has(value))
      stack.define(value, () => keepOfEachStep(loopParts, emitted));
  }
  const after = wanted.map((result, k) => {
    if (k < states.length) return node.outputs[k];
    if (!result) return undefined;
    const value = stack.get(result);
    const overTime = k < states.length + stepInputs.length || stack.isMerged(result);
    return overTime ? value : reduceSum(value, [-value.rank]);
  });
  return after;
}
