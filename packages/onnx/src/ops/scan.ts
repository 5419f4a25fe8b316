import { scanVjp } from '../autodiff/scan-gradient.js';
import { Graph, type Node, Value } from '../graph/graph.js';
import { innermost, type Op } from '../graph/op.js';
import { sameShape } from '../graph/shapes.js';
import { GraphError } from '../graph/types.js';
import { identity } from './identity.js';

/** What a step of a scan gives. */
export interface Step {
  /** Next states, in the order and shape of the initial ones. */
  states: Value[];
  /** What to keep of this step. */
  outputs: Value[];
}

/** A scan with what its gradient is derived from. */
export interface ScanParts {
  node: Node;
  body: Graph;
  initial: Value[];
  slices: Value[];
  /** What the step gave, before it was closed into the body's outputs. */
  step: Step;
  /** Values of outer graphs that the body uses, constants included. */
  captures: Value[];
  reverse: boolean;
}

export interface ScanResult {
  /** States after the last step. */
  states: Value[];
  /** The outputs of all steps, stacked on a new first axis. */
  outputs: Value[];
}

/** The ONNX operator itself: types come from the body. */
const op: Op = {
  type: 'Scan',
  infer(inputs, { body, num_scan_inputs }) {
    const states = inputs.length - (num_scan_inputs as number);
    const time = inputs[states]!.dim(0);
    return (body as Graph).outputs.map(({ type, shape }, k) => ({
      type,
      shape: k < states ? shape : [time, ...shape],
    }));
  },
};

/**
 * Runs a step over the first axis of some tensors, handing states from step to step.
 *
 * @param initial - States before the first step.
 * @param slices - Tensors `[time, …]` that are cut along their first axis.
 * @param step - Gets states and slices as values of the body; it may use outer values as they are.
 * @param options - `reverse`: from the last index to the first; outputs stay in the order of the slices.
 * @throws GraphError if there is nothing to cut, sizes of time differ, or a state changes its type or shape.
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
    outer.tape.push({ ...node, op: { ...op, vjp }, inputs: uses });
  }
  return { states: node.outputs.slice(0, initial.length), outputs: node.outputs.slice(initial.length) };
}

/**
 * Closes a body, whose inputs are its states and then its slices, into a Scan node of the graph around it.
 *
 * @param results - Next states, then outputs: values the body can see.
 */
export function scanNode(
  body: Graph,
  initial: Value[],
  slices: Value[],
  results: Value[],
  reverse = false,
): Node {
  const outer = body.parent!;
  for (const result of results) body.outputs.push(asOutput(body, result));
  const attributes = {
    body,
    num_scan_inputs: slices.length,
    scan_input_directions: slices.map(() => Number(reverse)),
    scan_output_directions: results.slice(initial.length).map(() => Number(reverse)),
  };
  const node: Node = { op, inputs: [...initial, ...slices], outputs: [], attributes };
  for (const { type, shape } of op.infer(node.inputs, attributes)) {
    node.outputs.push(new Value(outer, outer.uniqueName('scan'), type, shape, node));
  }
  outer.nodes.push(node);
  return node;
}

/** Keeps a value of each step of a scan that has been built: `[time, …]`. */
export function keepOfEachStep(
  { node, body, initial, slices, step, reverse }: ScanParts,
  value: Value,
): Value {
  const outer = body.parent!;
  const output = step.outputs.indexOf(value);
  if (output >= 0) return node.outputs[initial.length + output]!;
  body.outputs.push(asOutput(body, value));
  const directions = node.attributes.scan_output_directions as number[];
  node.attributes = { ...node.attributes, scan_output_directions: [...directions, Number(reverse)] };
  const shape = [slices[0]!.dim(0), ...value.shape];
  const kept = new Value(outer, outer.uniqueName('scan'), value.type, shape, node);
  node.outputs.push(kept);
  return kept;
}

/** A body's outputs must be made by its own nodes, each a different one. */
function asOutput(body: Graph, value: Value): Value {
  const own = value.graph === body && value.node !== undefined && !body.outputs.includes(value);
  if (own) return value;
  const { recording } = body;
  body.recording = false;
  const copy = identity(value, body);
  body.recording = recording;
  return copy;
}

/** Values of outer graphs that a graph's nodes use, nested graphs included. */
export function capturesOf(body: Graph): Value[] {
  const captures = new Set<Value>();
  const visit = (graph: Graph) => {
    for (const { inputs, attributes } of graph.nodes) {
      for (const input of inputs) if (input.graph.depth < body.depth) captures.add(input);
      for (const attribute of Object.values(attributes)) if (attribute instanceof Graph) visit(attribute);
    }
  };
  visit(body);
  return [...captures];
}
