import type { Value } from '../src/graph/graph.js';
import { GraphError } from '../src/graph/types.js';
import { logSoftmax, sigmoid, softmax, tanh } from '../src/ops/activations.js';
import { add, mul, neg, reduceSum, sub } from '../src/ops/arithmetic.js';
import { gemm, matmul } from '../src/ops/matmul.js';
import { scan } from '../src/ops/scan.js';
import { transpose, unsqueeze } from '../src/ops/shape.js';
import { concat, split } from '../src/ops/slicing.js';
import { type Case, type Input, real } from './check-gradients.js';

const BATCH = 2;

/** Operators by name; each may refuse its operands with a GraphError. */
const operators: ((a: Value, b: Value, c: Value) => Value)[] = [
  (a, b) => add(a, b),
  (a, b) => mul(a, b),
  (a, b) => sub(a, b),
  (a, b) => mul(add(a, b), 0.5),
  (a) => tanh(a),
  (a) => sigmoid(a),
  (a) => neg(a),
  (a) => softmax(a),
  (a) => logSoftmax(a),
  (a) => mul(a, a),
  (a, b) => mul(matmul(a, b), 0.3),
  (a, b, c) => mul(gemm(a, b, c), 0.3),
  (a) => reduceSum(a, [-1]),
  (a) => reduceSum(a, [-2], { keep: true }),
  (a) => unsqueeze(a, [-1]),
  (a, b) => concat([split(a, 2)[1]!, split(b, 2)[0]!]),
  (a) => concat([split(a, 2)[1]!, split(a, 2)[1]!]),
  (a) => transpose(a),
];

/**
 * A scan whose step is drawn at random: operators on states, slices and captures of several ranks. States go through
 * tanh, so that they stay small.
 *
 * @param random - Uniform draws, the same in the same order for the same scan.
 * @param units - Entries of the vectors.
 */
export function randomScan(random: () => number, units = 4): Case {
  const stateShapes = [[BATCH, units], [units], []];
  const sliceShapes = [[BATCH, units], [units], [], [BATCH, 1], [units, units]];
  const captureShapes = [[BATCH, units], [units], [], [1, units], [units, units]];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const some = (most: number, least = 0) => least + Math.floor(random() * (most - least + 1));
  const draw = (shapes: readonly number[][], count: number, lead: string[] = []): Input[] =>
    Array.from({ length: count }, () => real([...lead, ...pick(shapes)]));
  const initial = draw(stateShapes, some(2));
  const slices = draw(sliceShapes, some(2, 1), ['time']);
  const captures = draw(captureShapes, some(2));
  const plan = Array.from({ length: some(8, 1) }, () => ({
    operator: pick(operators),
    picks: [random(), random(), random()],
  }));
  const nextPicks = initial.map(() => random());
  const outputPicks = Array.from({ length: some(3, initial.length > 0 ? 0 : 1) }, () => random());
  const reverse = random() < 0.5;
  return {
    name: 'a random scan',
    inputs: [...initial, ...slices, ...captures],
    build(values) {
      const starts = values.slice(0, initial.length);
      const cut = values.slice(initial.length, initial.length + slices.length);
      const captured = values.slice(initial.length + slices.length);
      const { states, outputs } = scan(
        starts,
        cut,
        (before, at) => {
          const pool = [...before, ...at, ...captured];
          const from = (list: Value[], position: number) => list[Math.floor(position * list.length)]!;
          for (const { operator, picks } of plan) {
            const [a, b, c] = picks.map((position) => from(pool, position));
            try {
              const made = operator(a!, b!, c!);
              if (made.rank <= 2) pool.push(made);
            } catch (error) {
              if (!(error instanceof GraphError)) throw error;
            }
          }
          const next = before.map((state, k) => {
            const fits = pool.filter(({ shape }) => shape.join() === state.shape.join());
            const value = from(fits, nextPicks[k]!);
            return nextPicks[k]! < 0.2 ? value : tanh(value);
          });
          return { states: next, outputs: outputPicks.map((position) => from(pool.slice(-5), position)) };
        },
        { reverse },
      );
      return [...states, ...outputs];
    },
  };
}
