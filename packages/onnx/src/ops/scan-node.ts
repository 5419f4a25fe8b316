import { Graph, type Node, type Op, Value } from '../graph/graph.js';
import { identity } from './arithmetic.js';

/** The results of one step of a scan. */
export interface Step {
  /** Next states, in the order and shape of the initial ones. */
  states: Value[];
  /** Values to stack over all steps. */
  outputs: Value[];
}

/** A scan, as its gradient needs it. */
export interface ScanParts {
  node: Node;
  body: Graph;
  initial: Value[];
  slices: Value[];
  /** The results of the step, before they became the body's outputs. */
  step: Step;
  /** Values of outer graphs that the body uses, constants included. */
  captures: Value[];
  reverse: boolean;
}

/** The ONNX operator itself: types come from the body. */
export const scanOp: Op = {
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
 * Emits a Scan node in the graph around a body, whose inputs are its states and then its slices.
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
  const node: Node = { op: scanOp, inputs: [...initial, ...slices], outputs: [], attributes };
  for (const { type, shape } of scanOp.infer(node.inputs, attributes)) {
    node.outputs.push(new Value(outer, outer.uniqueName('scan'), type, shape, node));
  }
  outer.nodes.push(node);
  return node;
}

/** Stacks a value of the step of a scan that has been built over all steps: `[time, …]`. */
export function stackEachStep(
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

/** The value as an output of a graph, or a copy: outputs must be made by the graph's own nodes, each a different one. */
export function asOutput(body: Graph, value: Value): Value {
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
