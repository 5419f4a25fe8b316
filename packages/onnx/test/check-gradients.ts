import { expect } from 'vitest';
import { gradients } from '../src/autodiff/gradients.js';
import { Graph, type Value } from '../src/graph/graph.js';
import { type DataType, dataOf, type Shape } from '../src/graph/types.js';
import { add, identity, mul, sumAll } from '../src/ops/arithmetic.js';
import { generator } from './random.js';
import { type Tensor, withSession } from './session.js';

/** An input of a case: its shape as declared, names included, and the data that go in. */
export interface Input {
  type: DataType;
  shape: Shape;
  dims: number[];
  data: number[];
}

export interface Case {
  name: string;
  /** The value whose gradient is taken. */
  inputs: Input[];
  /** Other inputs: lengths, ids. */
  given?: Input[];
  build(inputs: Value[], given: Value[]): Value | Value[];
}

const sizes: Record<string, number> = { time: 3, batch: 2, one: 1 };
const dimsOf = (shape: Shape) => shape.map((dim) => (typeof dim === 'number' ? dim : sizes[dim]!));
const count = (dims: readonly number[]) => dims.reduce((product, n) => product * n, 1);
let seed = 0;

/**
 * A float64 input of uniform entries.
 *
 * @param shape - Numbers, or the names `time` (3), `batch` (2), `one` (1) for sizes that only the run knows.
 */
export function real(shape: Shape, { from = -1.5, to = 1.5 } = {}): Input {
  const dims = dimsOf(shape);
  const random = generator(++seed);
  const data = Array.from({ length: count(dims) }, () => from + (to - from) * random());
  return { type: 'float64', shape, dims, data };
}

/** A float64 input of whole numbers from -4 to 4, times `unit`: float32 computes with them exactly. */
export function small(shape: Shape, unit = 1): Input {
  const input = real(shape, { from: -4.5, to: 4.5 });
  return { ...input, data: input.data.map((entry) => unit * Math.round(entry)) };
}

/** An int32 input with given entries. */
export function whole(shape: Shape, data: number[]): Input {
  return { type: 'int32', shape, dims: dimsOf(shape), data };
}

/** The name of the k-th input of a case. */
const inputName = (index: number, k: number) => `case_${index}_input_${k}`;

/**
 * Compares `gradients()` with central differences in float64, for many cases in one session. The loss of a case is
 * Σ y² + y over all its outputs, so that every entry has an adjoint of its own.
 *
 * @param options - `tolerance`: relative error; `single`: also compares the gradients of the same graph in
 *   float32, which uses other operators, to 1e-4; `linear`: for operators of float32 alone that are linear in each
 *   input: differences over whole steps of this size, of whole numbers times whole numbers, are exact; `most`: how many
 *   entries are moved, of all inputs in turn; all of them by default.
 */
export async function checkGradients(
  cases: Case[],
  { tolerance = 1e-6, single = false, linear = 0, most = Number.POSITIVE_INFINITY } = {},
): Promise<void> {
  const names = cases.map(({ inputs }, index) => inputs.map((_, k) => inputName(index, k)));
  const feeds = (float: DataType): Record<string, Tensor> =>
    Object.fromEntries(
      cases.flatMap(({ inputs, given = [] }, index) =>
        [...inputs, ...given].map(({ type, dims, data }, k) => {
          return [inputName(index, k), { type: type === 'float64' ? float : type, dims, data: [...data] }];
        }),
      ),
    );

  const float = linear ? 'float32' : 'float64';
  const exact = await withSession(
    graphOf(cases, float, linear > 0),
    async (session) => {
      const tensors = feeds(float);
      const derived = await session.run(tensors);
      const lossesAt = async (position: number, by: number) => {
        const shifted = { ...tensors };
        for (const [index, { inputs }] of cases.entries()) {
          let before = 0;
          for (const [k, { data }] of inputs.entries()) {
            if (position >= before && position < before + data.length) {
              const moved = [...data];
              moved[position - before]! += by;
              shifted[names[index]![k]!] = { ...tensors[names[index]![k]!]!, data: moved };
            }
            before += data.length;
          }
        }
        const results = await session.run(shifted);
        return cases.map((_, index) => results[`loss_${index}`]!.data[0]!);
      };

      // One entry of every case is moved at once: their losses are separate.
      const entries = cases.map(({ inputs }) => inputs.reduce((total, { data }) => total + data.length, 0));
      const step = linear || 1e-5;
      const numeric = cases.map((): (number | undefined)[] => []);
      const losses = cases.map((_, index) => derived[`loss_${index}`]!.data[0]!);
      const last = Math.max(0, ...entries);
      const stride = Math.max(1, Math.ceil(last / most));
      for (let position = 0; position < last; position++) {
        if (position % stride > 0) {
          for (const list of numeric) list.push(undefined);
          continue;
        }
        const [above, below] = [await lossesAt(position, step), await lossesAt(position, -step)];
        for (const [index, list] of numeric.entries())
          list.push((above[index]! - below[index]!) / (2 * step));
      }
      for (const [index, { name, inputs }] of cases.entries()) {
        const rest = numeric[index]!;
        for (const [k, { dims }] of inputs.entries()) {
          const gradient = derived[`${names[index]![k]}_gradient`]!;
          const label = `${name}, input ${k} [${inputs[k]!.shape.join(', ')}]`;
          expect(gradient.dims, `shape of the gradient: ${label}`).toEqual(dims);
          // Differences of a large loss lose digits.
          const floor = linear ? 0 : 1e-9 * (1 + Math.abs(losses[index]!));
          compare(gradient.data, rest.splice(0, count(dims)), tolerance, label, floor);
        }
      }
      return derived;
      // Extended fusions have float32 kernels only: x · σ(x) in float64 would not load.
    },
    'basic',
  );

  if (!single) return;
  const rounded = await withSession(graphOf(cases, 'float32'), (session) => session.run(feeds('float32')));
  for (const [name, { data }] of Object.entries(exact)) {
    compare(rounded[name]!.data, data, 1e-4, `${name} in float32`, 1e-5);
  }
}

/** Where nothing is expected, as the entry was not moved, anything is right. */
function compare(
  actual: number[],
  expected: (number | undefined)[],
  tolerance: number,
  label: string,
  floor: number,
): void {
  expect(actual.length, label).toBe(expected.length);
  actual.forEach((value, k) => {
    const wanted = expected[k];
    if (wanted === undefined) return;
    const bound = tolerance * Math.max(Math.abs(value), Math.abs(wanted)) + floor;
    expect(Math.abs(value - wanted) <= bound, `${label}, entry ${k}: ${value}, expected ${wanted}`).toBe(
      true,
    );
  });
}

/** Weights of a linear loss that differ between entries: whole numbers that repeat late. */
const weighted = (y: Value): Value => {
  const dims = y.shape.map(Number);
  const data = Array.from({ length: count(dims) }, (_, k) => ((k * 5) % 11) - 4);
  return mul(y, y.graph.constant('weights', y.type, dims, dataOf(y.type, data)));
};

function graphOf(cases: Case[], float: DataType, linear = false): Graph {
  const graph = new Graph();
  for (const [index, { inputs, given = [], build }] of cases.entries()) {
    const values = [...inputs, ...given].map(({ type, shape }, k) =>
      graph.input(inputName(index, k), type === 'float64' ? float : type, shape),
    );
    const wrt = values.slice(0, inputs.length);
    const outputs = [build(wrt, values.slice(inputs.length))].flat();
    const loss = outputs
      .map((y) => sumAll(linear ? weighted(y) : mul(y, add(y, 1))))
      .reduce((a, b) => add(a, b));
    gradients(loss, wrt).forEach((gradient, k) => {
      graph.output(`${inputName(index, k)}_gradient`, identity(gradient));
    });
    graph.output(`loss_${index}`, identity(loss));
  }
  return graph;
}
