import { describe, expect, test } from 'vitest';
import { type Case, checkGradients, type Input, real, whole } from '../../test/check-gradients.js';
import { bodiesOf } from '../../test/graphs.js';
import { type Tensor, withSession } from '../../test/session.js';
import { gradients } from '../autodiff/gradients.js';
import { Graph, type Value } from '../graph/graph.js';
import { sigmoid, tanh } from './activations.js';
import { add, exp, identity, mul, neg, reduceSum, sub, sumAll } from './arithmetic.js';
import { cast } from './comparison.js';
import { gatherRows } from './gather.js';
import { matmul } from './matmul.js';
import { type Step, scan } from './scan.js';
import { unsqueeze } from './shape.js';
import { concat, split } from './slicing.js';

type Body = (parts: { states: Value[]; slices: Value[]; captures: Value[] }) => Step;

/** A scan over 3 steps in both directions; its final states and outputs make the loss. */
const both = (name: string, [states, slices, captures]: [Input[], Input[], Input[]], body: Body): Case[] =>
  [false, true].map((reverse) => ({
    name: `${name}${reverse ? ', reversed' : ''}`,
    inputs: [...states, ...slices, ...captures],
    build(values) {
      const outer = values.slice(states.length + slices.length);
      const result = scan(
        values.slice(0, states.length),
        values.slice(states.length, states.length + slices.length),
        (before, at) => body({ states: before, slices: at, captures: outer }),
        { reverse },
      );
      return [...result.states, ...result.outputs];
    },
  }));

const state = () => real(['batch', 4]);
const slice = () => real(['time', 'batch', 4]);

describe('gradients of scans', () => {
  test('with states that feed back in every usual way', async () => {
    await checkGradients([
      ...both(
        'a sum, whose adjoint needs no slice',
        [[state()], [slice()], []],
        ({ states: [h], slices: [x] }) => ({
          states: [add(h!, x!)],
          outputs: [],
        }),
      ),
      ...both(
        'outputs and a final state',
        [[state()], [slice()], [real([4, 4])]],
        ({ states: [h], slices: [x], captures: [w] }) => {
          const next = tanh(add(matmul(h!, w!), x!));
          return { states: [next], outputs: [next, mul(next, x!)] };
        },
      ),
      ...both(
        'a state that does not depend on itself',
        [[state()], [slice()], []],
        ({ states: [h], slices: [x] }) => ({
          states: [tanh(x!)],
          outputs: [mul(h!, x!)],
        }),
      ),
      ...both('a state that never changes', [[state()], [slice()], []], ({ states: [h], slices: [x] }) => ({
        states: [h!],
        outputs: [mul(h!, x!)],
      })),
      ...both('states that swap', [[state(), state()], [slice()], []], ({ states: [a, b], slices: [x] }) => ({
        states: [b!, tanh(mul(a!, x!))],
        outputs: [a!],
      })),
      ...both('no state at all', [[], [slice()], [real([4])]], ({ slices: [x], captures: [b] }) => ({
        states: [],
        outputs: [sigmoid(mul(x!, b!))],
      })),
      ...both(
        'a negated and doubly used state',
        [[state()], [slice()], []],
        ({ states: [h], slices: [x] }) => ({
          states: [sub(mul(h!, x!), mul(neg(h!), sigmoid(h!)))],
          outputs: [h!],
        }),
      ),
      ...both('parts cut and joined', [[state()], [slice()], []], ({ states: [h], slices: [x] }) => {
        const [a, b] = split(h!, 2);
        const [c, d] = split(x!, 2);
        return { states: [concat([tanh(mul(b!, c!)), sub(a!, d!)])], outputs: [a!] };
      }),
      ...both('reductions and inserted axes', [[state()], [slice()], []], ({ states: [h], slices: [x] }) => {
        const total = reduceSum(mul(h!, x!), [-1]);
        return { states: [mul(h!, unsqueeze(tanh(total), [-1]))], outputs: [total] };
      }),
    ]);
  });

  test('with captured values of any rank, linear or not', async () => {
    const shapes = [['batch', 4], ['batch', 1], [1, 4], [4], [1], []];
    await checkGradients([
      ...shapes.flatMap((shape) =>
        both(
          `captured [${shape}]`,
          [[state()], [slice()], [real(shape)]],
          ({ states: [h], slices: [x], captures: [c] }) => {
            const next = tanh(add(mul(h!, exp(c!)), mul(x!, mul(c!, c!))));
            return { states: [next], outputs: [add(mul(c!, h!), x!)] };
          },
        ),
      ),
      ...both(
        'captured as an output, as a state',
        [[state()], [slice()], [state()]],
        ({ captures: [c] }) => ({
          states: [c!],
          outputs: [c!],
        }),
      ),
      ...both(
        'captured twice, in a product and outside it',
        [[state()], [slice()], [real([4, 4])]],
        ({ states: [h], slices: [x], captures: [w] }) => ({
          states: [tanh(add(matmul(h!, w!), matmul(x!, mul(w!, w!))))],
          outputs: [],
        }),
      ),
      ...both(
        'a product followed by a factor of each step',
        [[state()], [slice()], [real([4, 4])]],
        ({ states: [h], slices: [x], captures: [w] }) => ({
          states: [mul(matmul(mul(h!, x!), w!), sigmoid(x!))],
          outputs: [],
        }),
      ),
    ]);
  });

  test('with slices of any rank, used or not, and outputs given twice', async () => {
    await checkGradients([
      ...both(
        'a vector for all examples',
        [[state()], [slice(), real(['time', 4])], []],
        ({ states: [h], slices: [x, b] }) => {
          const next = tanh(add(add(h!, x!), b!));
          return { states: [next], outputs: [next] };
        },
      ),
      ...both(
        'a number for all entries',
        [[state()], [real(['time'])], []],
        ({ states: [h], slices: [x] }) => ({
          states: [add(tanh(h!), x!)],
          outputs: [],
        }),
      ),
      ...both(
        'states and slices that are numbers',
        [[real([])], [real(['time'])], []],
        ({ states: [h], slices: [x] }) => ({
          states: [tanh(mul(h!, x!))],
          outputs: [x!],
        }),
      ),
      ...both('an unused slice', [[state()], [slice(), slice()], []], ({ states: [h], slices: [x] }) => ({
        states: [mul(h!, x!)],
        outputs: [],
      })),
      ...both(
        'one value as two outputs and the state',
        [[state()], [slice()], []],
        ({ states: [h], slices: [x] }) => {
          const next = tanh(mul(h!, x!));
          return { states: [next], outputs: [next, next] };
        },
      ),
      ...both('slices and states as outputs', [[state()], [slice()], []], ({ states: [h], slices: [x] }) => ({
        states: [tanh(h!)],
        outputs: [x!, h!],
      })),
    ]);
  });

  test('that hand whole numbers and masks along', async () => {
    const body = ([h]: Value[], [x, at]: Value[]) => ({
      states: [tanh(add(h!, mul(x!, cast(at!, x!.type)))), at!],
      outputs: [],
    });
    const counted: Case = {
      name: 'a state of whole numbers',
      inputs: [state(), slice()],
      given: [whole(['batch', 1], [0, 0]), whole(['time', 'batch', 1], [1, 0, 2, 1, 0, 3])],
      build: ([h, x], [start, at]) => scan([h!, start!], [x!, at!], body).states[0]!,
    };
    const lookUp = (rows: number): Case => ({
      name: 'a look-up in the step',
      inputs: [state(), real([rows, 4])],
      given: [whole(['time', 'batch'], [2, 0, 2, 2, 1, 0])],
      build: ([h, table], [ids]) =>
        scan([h!], [ids!], ([a], [at]) => ({
          states: [tanh(mul(a!, gatherRows(table!, at!)))],
          outputs: [],
        })).states,
    });
    await checkGradients([counted, lookUp(3)], { single: true });
    await expect(checkGradients([lookUp(600)])).rejects.toThrow('cannot compute Reshape for all time steps');
  });

  test('stacked on each other, and with a value used in the scan and after it', async () => {
    const pass = (x: Value, w: Value, reverse: boolean) =>
      scan(
        [mul(reduceSum(x, [-3]), 0.1)],
        [x],
        ([h], [at]) => {
          const next = tanh(add(matmul(h!, w), at!));
          return { states: [next], outputs: [next] };
        },
        { reverse },
      );
    await checkGradients([
      {
        name: 'two scans, one of them backward',
        inputs: [slice(), real([4, 4]), real([4, 4])],
        build([x, u, w]) {
          const first = pass(x!, u!, false);
          const second = pass(first.outputs[0]!, w!, true);
          return [second.outputs[0]!, first.states[0]!, second.states[0]!];
        },
      },
      {
        name: 'one matrix in two scans and a product after them',
        inputs: [slice(), real([4, 4])],
        build: ([x, w]) => matmul(pass(pass(x!, w!, false).outputs[0]!, w!, false).outputs[0]!, w!),
      },
      {
        name: 'a captured value that is used only after the loop',
        inputs: [slice(), real([4, 4]), real([4])],
        build: ([x, w, b]) => mul(pass(x!, w!, false).states[0]!, b!),
      },
    ]);
  });

  test('of one step and with respect to a constant', async () => {
    await checkGradients([
      {
        name: 'one step',
        inputs: [state(), real(['one', 'batch', 4])],
        build: ([h, x]) => scan([h!], [x!], ([a], [b]) => ({ states: [mul(a!, b!)], outputs: [] })).states,
      },
    ]);
    const graph = new Graph();
    const x = graph.input('x', 'float64', ['time']);
    const weight = graph.constant('weight', 'float64', [], Float64Array.of(3));
    const { outputs } = scan([], [x], (_, [at]) => ({ states: [], outputs: [mul(at!, weight)] }));
    graph.output('gradient', identity(gradients(sumAll(outputs[0]!), [weight])[0]!));
    const feeds: Record<string, Tensor> = { x: { type: 'float64', dims: [3], data: [1, 2, 4] } };
    await withSession(graph, async (session) => {
      expect((await session.run(feeds)).gradient!.data).toEqual([7]);
    });
  });
});

describe('a scan is refused', () => {
  const make = () => {
    const graph = new Graph();
    const x = graph.input('x', 'float64', ['time', 'batch', 4]);
    const h = graph.input('h', 'float64', ['batch', 4]);
    const w = graph.input('w', 'float64', ['time', 4, 4]);
    return { graph, x, h, w };
  };

  test('when its parts do not fit', () => {
    const { graph, x, h } = make();
    const other = graph.input('other', 'float64', ['steps', 'batch', 4]);
    const keep = (states: Value[]) => ({ states, outputs: [] });
    expect(() => scan([h], [], keep)).toThrow('A scan needs at least one tensor to cut');
    expect(() => scan([h], [x, other], keep)).toThrow(
      'A scan needs tensors of as many steps, received x: float64 [time, batch, 4] and other: float64 [steps, batch, 4].',
    );
    expect(() => scan([h], [x], () => ({ states: [], outputs: [] }))).toThrow(
      'A scan of 1 states got 0 from its step.',
    );
    expect(() => scan([h], [x], ([a]) => ({ states: [reduceSum(a!, [-1])], outputs: [] }))).toThrow(
      /State 0 of a scan starts as h: float64 \[batch, 4\] but a step gives ReduceSum_\d+: float64 \[batch\]\./,
    );
    expect(() => scan([h], [x], ([a]) => ({ states: [cast(a!, 'float32')], outputs: [] }))).toThrow(
      'State 0 of a scan starts as h: float64',
    );
  });

  test('when its gradient would need what is not derived', () => {
    const { graph, x, h, w } = make();
    const v = graph.input('v', 'float64', ['time', 4]);
    const perStep = scan([], [x, w], (_, [at, matrix]) => ({ states: [], outputs: [matmul(at!, matrix!)] }));
    expect(() => gradients(sumAll(perStep.outputs[0]!), [w])).toThrow(
      /The gradient of a scan needs MatMul_\d+: float64 \[4, 4\] of each time step, but has it only as a sum/,
    );
    const mixed = scan([], [v], (_, [at]) => ({ states: [], outputs: [mul(tanh(at!), h)] }));
    expect(() => gradients(sumAll(mixed.outputs[0]!), [h])).toThrow(/cannot compute Mul .* differ in rank/);
    const nested = scan([h], [x], ([a], [at]) => {
      const inner = scan([a!], [mul(w, 1)], ([b]) => ({ states: [mul(b!, at!)], outputs: [] }));
      return { states: inner.states, outputs: [] };
    });
    expect(() => gradients(sumAll(nested.states[0]!), [h])).toThrow(
      'The gradient of a scan inside the step of another scan is not supported.',
    );
  });

  test('when the gradient of its gradient is asked for, whichever way it goes', () => {
    const { x, h } = make();
    const { states } = scan([h], [x], ([a], [at]) => ({ states: [tanh(mul(a!, at!))], outputs: [] }));
    const loss = sumAll(states[0]!);
    const [first, second] = gradients(loss, [h, x]);
    expect(() => gradients(sumAll(first!), [h])).toThrow('Scan has no gradient');
    expect(() => gradients(sumAll(second!), [x])).toThrow(/gradient/);
    // A second loss over the same scan is no gradient of a gradient.
    expect(gradients(sumAll(mul(states[0]!, 2)), [h])[0]!.shape).toEqual(['batch', 4]);
  });
});

test('a value that is an output already is not kept twice', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float64', ['time', 'batch', 4]);
  const { outputs } = scan([], [x], (_, [at]) => ({ states: [], outputs: [tanh(at!)] }));
  gradients(sumAll(outputs[0]!), [x]);
  expect(bodiesOf(graph)[0]!.outputs).toHaveLength(1);
});
