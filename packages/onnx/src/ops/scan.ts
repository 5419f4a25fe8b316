import { scanVjp } from '../autodiff/scan-gradient.js';
import { Graph, innermost, type Op, type Value } from '../graph/graph.js';
import { sameShape } from '../graph/shapes.js';
import { GraphError } from '../graph/types.js';
import { capturesOf, type ScanParts, type Step, scanNode, scanOp } from './scan-node.js';

export type { Step } from './scan-node.js';

interface ScanResult {
  /** States after the last step. */
  states: Value[];
  /** The outputs of all steps, stacked on a new first axis. */
  outputs: Value[];
}

/**
 * Runs a step over the first axis of some tensors, passing states from step to step.
 *
 * @param initial - States before the first step.
 * @param slices - Tensors `[time, …]` that are sliced along their first axis.
 * @param step - Gets states and slices as values of the body; it may use outer values as they are.
 * @param options - `reverse`: from the last index to the first; outputs stay in the order of the slices.
 * @throws {GraphError} If there is nothing to slice, sizes of time differ, or a state changes its type or shape.
 */
export function scan(
  initial: Value[],
  slices: Value[],
  step: (states: Value[], slices: Value[]) => Step,
  { reverse = false } = {},
): ScanResult {
  const [first] = slices;
  if (!first) throw new GraphError('A scan needs at least one tensor to cut into time steps, received none.');
  for (const slice of slices) {
    if (slice.dim(0) !== first.dim(0))
      throw new GraphError(`A scan needs tensors of as many steps, received ${first} and ${slice}.`);
  }
  const outer = innermost([...initial, ...slices]);
  const body = new Graph(outer);
  const states = initial.map(({ type, shape }) => body.input('state', type, shape));
  const inputs = slices.map(({ type, shape }) => body.input('slice', type, shape.slice(1)));
  const result = step(states, inputs);
  if (result.states.length !== initial.length) {
    throw new GraphError(`A scan of ${initial.length} states got ${result.states.length} from its step.`);
  }
  result.states.forEach((next, k) => {
    if (next.type !== initial[k]!.type || !sameShape(next.shape, initial[k]!.shape)) {
      throw new GraphError(`State ${k} of a scan starts as ${initial[k]} but a step gives ${next}.`);
    }
  });
  const node = scanNode(body, initial, slices, [...result.states, ...result.outputs], reverse);
  const captures = capturesOf(body);
  const parts: ScanParts = { node, body, initial, slices, step: result, captures, reverse };
  if (outer.recording) {
    const uses = [...initial, ...slices, ...captures];
    const vjp: Op['vjp'] = (context) => {
      if (context.inputs.some((input, k) => input !== uses[k]))
        throw new GraphError('The gradient of a scan inside the step of another scan is not supported.');
      return scanVjp(parts, context);
    };
    outer.tape.push({ ...node, op: { ...scanOp, vjp }, inputs: uses });
  }
  return { states: node.outputs.slice(0, initial.length), outputs: node.outputs.slice(initial.length) };
}
