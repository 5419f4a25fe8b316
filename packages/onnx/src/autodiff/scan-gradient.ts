import { Graph, type Value, type Vjp } from '../graph/graph.js';
import { GraphError } from '../graph/types.js';
import { zerosLike } from '../ops/arithmetic.js';
import { capturesOf, type ScanParts, scanNode, stackEachStep } from '../ops/scan-node.js';
import { backward, isReal } from './gradients.js';
import { linearForm } from './linear-form.js';
import { TimeStack } from './time-stack.js';

/**
 * Entries of a state from which derivatives are computed in the loop: those of all time steps would go through memory, while
 * those of one step stay in a cache. Below, operators in the loop are dearer than memory.
 */
const WIDE_STATE = 128;

/**
 * The gradient of a scan, derived from its step in three parts, so that as little as possible runs in a loop:
 *
 * 1. before: what does not depend on incoming adjoints (the derivatives of the activations) is computed for all
 *    time steps at once from what the forward scan kept, unless the states are wide;
 * 2. loop: only the recurrence of the states' adjoints runs in a scan of its own, in the other direction;
 * 3. after: the adjoints of slices and of captured weights follow for all time steps at once: a weight's
 *    gradient is one matrix product over time and batch, never a sum inside the loop.
 *
 * The step is differentiated once, in a template graph that is never run; each of its values is then emitted
 * where it belongs.
 *
 * @param context - Adjoints of the final states and of the stacked outputs; which of the initial states, the slices
 *   and the captures want one.
 * @throws {GraphError} If something of the step cannot be computed for all time steps at once.
 */
export function scanVjp(parts: ScanParts, { adjoints, wanted }: Vjp): (Value | undefined)[] {
  const { body, initial, slices, step, captures, reverse } = parts;
  const outer = body.parent!;
  if (adjoints.slice(initial.length + step.outputs.length).some(Boolean))
    throw new GraphError('The gradient of a gradient through a scan is not supported.');
  const stepInputs = body.inputs.slice(initial.length);
  // Whole numbers are carried without an adjoint.
  const recurrent = initial.flatMap((state, k) => (isReal(state) ? [k] : []));
  const states = recurrent.map((k) => body.inputs[k]!);
  const others = [...stepInputs, ...captures].filter((_, k) => wanted[initial.length + k]);

  // The template: forward values and incoming adjoints are its inputs.
  const template = new Graph(outer);
  const placeholders = new Map<Value, Value>();
  const placeholderOf = (value: Value): Value => {
    if (value.graph !== body) return value;
    if (!placeholders.has(value)) placeholders.set(value, template.input('forward', value.type, value.shape));
    return placeholders.get(value)!;
  };
  const carried = states.map(({ type, shape }) => template.input('carried', type, shape));
  const incoming = new Map<Value, Value>();
  const seeds = recurrent.map((k, j) => [step.states[k]!, carried[j]!] as const);
  step.outputs.forEach((output, k) => {
    const stacked = adjoints[initial.length + k];
    if (!stacked) return;
    const slice = template.input('incoming', output.type, output.shape);
    incoming.set(slice, stacked);
    seeds.push([output, slice]);
  });
  const results = backward(body.tape, seeds, [...states, ...others], placeholderOf);

  const dependent = new Map<Value, boolean>();
  const isAdjoint = (value: Value): boolean => {
    if (value.graph !== template) return false;
    if (carried.includes(value) || incoming.has(value)) return true;
    if (!dependent.has(value)) dependent.set(value, value.node?.inputs.some(isAdjoint) ?? false);
    return dependent.get(value)!;
  };
  const wide = states.some((state) => Number(state.shape.at(-1)) >= WIDE_STATE);
  const rewrite = wide ? (result: Value) => result : linearForm(isAdjoint);
  const products = results.map((result, k) => result && rewrite(result, k < states.length));
  const ofStates = products.slice(0, states.length);
  const ofOthers = new Map(others.map((value, k) => [value, products[states.length + k]]));

  // 1. Before: forward values of all steps.
  const stack = new TimeStack(template);
  for (const [original, placeholder] of placeholders) {
    stack.define(placeholder, () => {
      const slice = stepInputs.indexOf(original);
      return slice >= 0 ? slices[slice]! : stackEachStep(parts, original);
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
    const before = !isAdjoint(value) && !(wide && value.node);
    if (before || incoming.has(value)) {
      const slice = loop.input('slice', value.type, value.shape);
      loopSlices.push(stack.each(value));
      inLoop.set(value, slice);
      return slice;
    }
    stack.replay(value.node!, value.node!.inputs.map(emitInLoop), loop).forEach((output, k) => {
      inLoop.set(value.node!.outputs[k]!, output);
    });
    return inLoop.get(value)!;
  };
  const ofInitial: Value[] = [];
  if (states.length > 0) {
    const previous = ofStates.map((result, j) =>
      result ? emitInLoop(result) : zerosLike(inLoop.get(carried[j]!)!),
    );
    if (loopSlices.length === 0) {
      // A scan has as many steps as its slices, so it needs one even if it reads none.
      loop.input('slice', slices[0]!.type, slices[0]!.shape.slice(1));
      loopSlices.push(slices[0]!);
    }
    const start = recurrent.map((k) => adjoints[k] ?? zerosLike(initial[k]!));
    const node = scanNode(loop, start, loopSlices, previous, !reverse);
    const loopParts: ScanParts = {
      node,
      body: loop,
      initial: start,
      slices: loopSlices,
      step: { states: previous, outputs: [] },
      captures: capturesOf(loop),
      reverse: !reverse,
    };
    // Reverse mode must meet the loop, to refuse a gradient of this gradient.
    if (outer.recording) outer.tape.push({ ...node, inputs: [...node.inputs, ...loopParts.captures] });
    ofInitial.push(...node.outputs);
    for (const [value, emitted] of inLoop) {
      if (isAdjoint(value) && !incoming.has(value))
        stack.define(value, () => stackEachStep(loopParts, emitted));
    }
  }

  // 3. After: what the loop computed is kept of each step and used for all steps at once.
  return [
    ...initial.map((_, k) => ofInitial[recurrent.indexOf(k)]),
    ...stepInputs.map((input) => {
      const product = ofOthers.get(input);
      return product && stack.each(product);
    }),
    ...captures.map((capture) => {
      const product = ofOthers.get(capture);
      return product && stack.sum(product);
    }),
  ];
}
