import { emit, type Graph, type Node, type Value } from '../graph/graph.js';
import { GraphError } from '../graph/types.js';
import { reduceSum } from '../ops/arithmetic.js';

/**
 * Values of one time step, computed for all time steps at once: each has one more leading axis, time, or has it
 * merged into another axis or summed over.
 */
export class TimeStack {
  readonly #sources = new Map<Value, () => Value>();
  readonly #stacked = new Map<Value, Value>();
  readonly #merged = new Set<Value>();

  /** @param template - The graph of one step; values of other graphs do not change over time. */
  constructor(private readonly template: Graph) {}

  /** Where a value's stack comes from; it is asked for at most once, when needed. */
  define(value: Value, source: () => Value): void {
    this.#sources.set(value, source);
  }

  /** The value of each time step, `[time, …]`. */
  each(value: Value): Value {
    const stacked = this.get(value);
    if (this.#merged.has(value)) {
      throw new GraphError(
        `The gradient of a scan needs ${value} of each time step, but has it only as a sum over time: use the slice` +
          ' of a scan as an operand of the same rank as the others, and not as the matrix of a product.',
      );
    }
    return stacked;
  }

  /** The sum of the value over all time steps. */
  sum(value: Value): Value {
    const stacked = this.get(value);
    return this.#merged.has(value) ? stacked : reduceSum(stacked, [-stacked.rank]);
  }

  /** The value for all time steps, time an axis of its own or merged. */
  get(value: Value): Value {
    if (value.graph !== this.template) return value;
    const known = this.#stacked.get(value);
    if (known) return known;
    const source = this.#sources.get(value);
    if (source) {
      this.#stacked.set(value, source());
    } else {
      const { node } = value;
      if (!node) throw new GraphError(`${value} is not known for all time steps.`);
      const inputs = node.inputs.map((input) => this.get(input));
      this.#check(node);
      const outputs = this.replay(node, inputs);
      node.outputs.forEach((output, k) => {
        this.#stacked.set(output, outputs[k]!);
      });
    }
    return this.#stacked.get(value)!;
  }

  /** The same node on other inputs. */
  replay({ op, attributes }: Node, inputs: Value[], graph?: Graph): Value[] {
    return emit(op, inputs, attributes, graph);
  }

  /** Refuses what would mean something else with a leading time axis. */
  #check({ op, inputs, outputs }: Node): void {
    const steps = inputs.filter((input) => input.graph === this.template);
    const merged = steps.filter((input) => this.#merged.has(input));
    const refuse = (why: string) => {
      throw new GraphError(
        `The gradient of a scan cannot compute ${op.type} for all time steps at once: ${why}.`,
      );
    };
    if (merged.length > 0) {
      if (merged.length < steps.length) refuse('it mixes a sum over time with values of single steps');
    } else {
      if (!op.stackable) refuse('it has no rule for a leading axis');
      if (op.stackable === 'not-first' && steps.includes(inputs[0]!))
        refuse(`${inputs[0]} changes over time`);
      const rank = Math.max(...inputs.map((input) => input.rank));
      const aligned = steps.every((input) => input.rank === rank);
      if (op.stackable === 'broadcast' && !aligned) refuse(`${inputs.join(' and ')} differ in rank`);
    }
    const merges = merged.length > 0 || op.merges;
    if (merges) for (const output of outputs) this.#merged.add(output);
  }
}
