import { type Attributes, type Graph, type Node, Value } from './graph.js';
import { type DataType, GraphError, type Shape } from './types.js';

export interface ValueType {
  type: DataType;
  shape: Shape;
}

/** What a vector-Jacobian product is computed from. */
export interface Vjp {
  inputs: readonly Value[];
  outputs: readonly Value[];
  attributes: Attributes;
  /** Adjoint of each output; undefined where the loss does not depend on it. */
  adjoints: readonly (Value | undefined)[];
  /** Whether an input's adjoint is wanted. */
  wanted: readonly boolean[];
}

/** An operator: how it is emitted, its shapes, and its vector-Jacobian product. */
export interface Op {
  /** The ONNX operator. */
  readonly type: string;
  /** The operator set; empty for ONNX's own. */
  readonly domain?: string;
  /** @throws {@link GraphError} for inputs it cannot take. */
  infer(inputs: readonly Value[], attributes: Attributes): ValueType[];
  /** Adjoint of each input from those of the outputs. Left out where there is no gradient. */
  vjp?(context: Vjp): (Value | undefined)[];
  /**
   * Set if the same node, given inputs with one more leading axis, does for every index of that axis what it
   * did before: it may then run for all time steps of a scan at once. `broadcast` if that needs inputs of one rank;
   * `not-first` if the first input must stay as it is.
   */
  readonly stackable?: boolean | 'broadcast' | 'not-first';
  /** True if such a leading axis would be merged with others, as on the way to a sum over all of them. */
  readonly merges?: boolean;
}

/** The deepest of the values' graphs; the others must be around it. */
export function innermost(values: readonly Value[]): Graph {
  const deepest = values.reduce((a, b) => (b.graph.depth > a.graph.depth ? b : a)).graph;
  for (const value of values) {
    if (!deepest.sees(value.graph)) throw new GraphError(`${value} belongs to another graph.`);
  }
  return deepest;
}

/**
 * Adds a node. It goes to the innermost graph of its inputs, so what does not change inside a scan is computed
 * outside it.
 *
 * @param graph - Where to put it instead.
 */
export function emit(
  op: Op,
  inputs: Value[],
  attributes: Attributes = {},
  graph: Graph = innermost(inputs),
): Value[] {
  const node: Node = { op, inputs, outputs: [], attributes };
  for (const { type, shape } of op.infer(inputs, attributes)) {
    node.outputs.push(new Value(graph, graph.uniqueName(op.type), type, shape, node));
  }
  graph.nodes.push(node);
  if (graph.recording) graph.tape.push(node);
  return node.outputs;
}

/** {@link emit} for a node with one output. */
export function emitOne(op: Op, inputs: Value[], attributes?: Attributes, graph?: Graph): Value {
  return emit(op, inputs, attributes, graph)[0]!;
}

/**
 * Emits a computation of several nodes as one entry of the tape, with a gradient of its own.
 *
 * @param inputs - What it depends on; entries after the first may be constants of the computation.
 */
export function composite(
  name: string,
  inputs: Value[],
  forward: () => Value[],
  vjp: NonNullable<Op['vjp']>,
): Value[] {
  const graph = innermost(inputs);
  const recording = graph.recording;
  graph.recording = false;
  try {
    const outputs = forward();
    const op: Op = { type: name, infer: () => outputs, vjp };
    if (recording) graph.tape.push({ op, inputs, outputs, attributes: {} });
    return outputs;
  } finally {
    graph.recording = recording;
  }
}
