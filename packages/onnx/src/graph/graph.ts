import { type Data, type DataType, type Dim, dataOf, formatDims, GraphError, type Shape } from './types.js';

/** An attribute of a node: whole numbers are ONNX ints; a float is marked as one. */
export type Attribute = number | readonly number[] | string | readonly string[] | { float: number } | Graph;
/** Attributes of a node, by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** A tensor in a graph: an output of a node, an input or a constant. */
export class Value {
  constructor(
    /** The graph it belongs to. */
    readonly graph: Graph,
    /** Unique in the outermost graph. */
    public name: string,
    /** The element type. */
    readonly type: DataType,
    /** A size for each axis, or a name where it is known at run time only. */
    readonly shape: Shape,
    /** The node that makes it; undefined for inputs and constants. */
    public node?: Node | undefined,
    /** The entries of a constant. */
    readonly data?: Data,
  ) {}

  /** The number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /**
   * The size of an axis, counted from the end if negative.
   *
   * @throws {GraphError} If there is no such axis.
   */
  dim(axis: number): Dim {
    const size = this.shape.at(axis);
    if (size === undefined)
      throw new GraphError(`${this.name} ${formatDims(this.shape)} has no axis ${axis}.`);
    return size;
  }

  toString(): string {
    return `${this.name}: ${this.type} ${formatDims(this.shape)}`;
  }
}

/** One operator of a graph. */
export interface Node {
  op: Op;
  inputs: Value[];
  outputs: Value[];
  attributes: Attributes;
}

/** A node as reverse mode sees it: see `autodiff/`. */
export interface TapeEntry extends Node {}

/**
 * A graph under construction. Graphs nest: the body of a scan is a child of the graph around it and may use
 * that graph's values. Names are unique over all nested graphs, as ONNX Runtime requires.
 */
export class Graph {
  /** Inputs in the order of their declaration. */
  readonly inputs: Value[] = [];
  /** Outputs in the order of their declaration. */
  readonly outputs: Value[] = [];
  /** Nodes in the order in which they run. */
  readonly nodes: Node[] = [];
  /** The calls that `gradients` differentiates, in order. */
  readonly tape: TapeEntry[] = [];
  /** Constants live in the outermost graph. */
  readonly constants: Value[] = [];
  /** The outermost graph. */
  readonly root: Graph;
  /** How many graphs are around it. */
  readonly depth: number;
  /** False while a composite op emits its parts, which reverse mode must not see. */
  recording = true;
  #count = 0;
  #names = new Set<string>();
  #scalars = new Map<string, Value>();

  /** @param parent - The graph around it. */
  constructor(readonly parent?: Graph) {
    this.root = parent?.root ?? this;
    this.depth = parent ? parent.depth + 1 : 0;
  }

  /** Makes a name that no other value of this graph, of those around it and of those inside has. */
  uniqueName(stem: string): string {
    let name: string;
    do name = `${stem}_${this.root.#count++}`;
    while (this.root.#names.has(name));
    this.root.#names.add(name);
    return name;
  }

  /**
   * Declares an input; in a nested graph the name is made unique.
   *
   * @throws {GraphError} If the outermost graph already has a value of that name.
   */
  input(name: string, type: DataType, shape: Shape): Value {
    if (!this.parent) this.#reserve(name);
    const value = new Value(this, this.parent ? this.uniqueName(name) : name, type, shape);
    this.inputs.push(value);
    return value;
  }

  /**
   * Declares `value`, which a node of this graph makes, as the next output, and gives it that name.
   *
   * @throws {GraphError} If the name is taken, or the value is an input, a constant, or an output already.
   */
  output(name: string, value: Value): void {
    if (value.graph !== this || !value.node || this.outputs.includes(value)) {
      throw new GraphError(
        `Output ${name} needs a value of its own that a node of this graph makes, received ${value}.`,
      );
    }
    this.#reserve(name);
    value.name = name;
    this.outputs.push(value);
  }

  #reserve(name: string): void {
    if (this.root.#names.has(name)) throw new GraphError(`The graph has two values named ${name}.`);
    this.root.#names.add(name);
  }

  /**
   * Adds a constant to the outermost graph.
   *
   * @param name - The stem of its name, which is made unique.
   * @throws {GraphError} If the data do not fit the shape.
   */
  constant(name: string, type: DataType, shape: readonly number[], data: Data): Value {
    const size = shape.reduce((product, n) => product * n, 1);
    if (data.length !== size) {
      throw new GraphError(
        `Constant ${name} of shape ${formatDims(shape)} needs ${size} entries, received ${data.length}.`,
      );
    }
    const value = new Value(this.root, this.uniqueName(name), type, shape, undefined, data);
    this.root.constants.push(value);
    return value;
  }

  /** A scalar or vector constant from plain numbers; equal ones are shared. */
  numbers(type: DataType, numbers: number | readonly number[]): Value {
    const list = typeof numbers === 'number' ? [numbers] : numbers;
    const shape = typeof numbers === 'number' ? [] : [list.length];
    const key = `${type}:${shape.length}:${list.join()}`;
    const known = this.root.#scalars.get(key);
    if (known) return known;
    const value = this.root.constant('const', type, shape, dataOf(type, list));
    this.root.#scalars.set(key, value);
    return value;
  }

  /** True if `other` is this graph or one around it, so that its values can be used here. */
  sees(other: Graph): boolean {
    for (let graph: Graph | undefined = this; graph; graph = graph.parent) if (graph === other) return true;
    return false;
  }
}

/** The type of a value. */
export interface ValueType {
  type: DataType;
  shape: Shape;
}

/** The arguments of a vector-Jacobian product. */
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
  /** @throws {GraphError} For inputs it cannot take. */
  infer(inputs: readonly Value[], attributes: Attributes): ValueType[];
  /** Adjoint of each input from those of the outputs. Undefined if there is no gradient. */
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
 * @param inputs - The values it depends on; entries after the first may be constants of the computation.
 * @param attributes - For passes over the tape.
 */
export function composite(
  name: string,
  inputs: Value[],
  forward: () => Value[],
  vjp: NonNullable<Op['vjp']>,
  attributes: Attributes = {},
): Value[] {
  const graph = innermost(inputs);
  const recording = graph.recording;
  graph.recording = false;
  try {
    const outputs = forward();
    const op: Op = { type: name, infer: () => outputs, vjp };
    if (recording) graph.tape.push({ op, inputs, outputs, attributes });
    return outputs;
  } finally {
    graph.recording = recording;
  }
}
