import type { ModelSpec } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { type Batch, batchOf, difference, firstState, train, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { trainingProgram } from './training.js';

const float = 'float64' as const;
const sgd = { type: 'sgd' } as const;

/** Steps `from` up to `to` of a batch whose examples are all full. */
function cut({ tensors, examples }: Batch, from: number, to: number): Batch {
  const window = (name: string) => {
    const { type, dims, data } = tensors[name]!;
    const rows = data.filter((_, k) => k % dims[1]! >= from && k % dims[1]! < to);
    return { type, dims: [examples, to - from], data: rows };
  };
  const lengths = { ...tensors.lengths!, data: Array<number>(examples).fill(to - from) };
  return { examples, steps: to - from, tensors: { ids: window('ids'), lengths, targets: window('targets') } };
}

const specOf = (cell: 'rnn' | 'gru' | 'lstm' | 'mgu'): ModelSpec => ({
  input: { type: 'tokens', vocabulary: 5 },
  layers: [
    { type: 'embedding', units: 2 },
    { type: 'recurrent', cell, units: 3, layers: 2 },
    { type: 'dense', units: 5 },
  ],
});

test.each(['rnn', 'gru', 'lstm', 'mgu'] as const)(
  'windows with carried states compute what one long sequence does: %s',
  async (cell) => {
    const spec = specOf(cell);
    const weights = weightsOf(spec);
    const long = batchOf(spec, [6, 6], { float });
    const windows = [cut(long, 0, 3), cut(long, 3, 6)];
    const carrying = trainingProgram(spec, sgd, { float, stateful: true });
    const whole = trainingProgram(spec, sgd, { float });
    const still = { float, learningRate: 0 };
    const expected = await withSession(whole.model, (session) =>
      train(session, whole, [weights], [long], still),
    );
    await withSession(carrying.model, async (session) => {
      const start = firstState(carrying, weights);
      const inOneRun = await train(session, carrying, start, windows, still);
      const [first, second] = inOneRun.results.losses!.data as [number, number];
      expect((first + second) / 2).toBeCloseTo(expected.results.losses!.data[0]!, 12);

      // The same in two runs: states come out of one and go into the next.
      const one = await train(session, carrying, start, [windows[0]!], still);
      const two = await train(session, carrying, one.state, [windows[1]!], still);
      expect(two.results.losses!.data[0]).toBe(second);
      expect(two.state).toEqual(inOneRun.state);
      const zero = await train(session, carrying, start, [windows[1]!], still);
      expect(zero.results.losses!.data[0]).not.toBeCloseTo(second, 6);
    });

    // Each window's gradient stops at its start, so together they are not the whole sequence's.
    const gradient = async (program: typeof whole, batches: Batch[]) =>
      withSession(program.model, async (session) => {
        let state = firstState(program, weights);
        const total = weights.map(() => 0);
        for (const batch of batches) {
          const next = await train(session, program, state, [batch], { float, learningRate: 1 });
          for (const k of total.keys()) total[k]! += (weights[k]! - next.state[0]![k]!) / batches.length;
          state = [weights, ...next.state.slice(1)];
        }
        return total;
      });
    const truncated = await gradient(carrying, windows);
    const full = await gradient(whole, [long]);
    expect(difference(truncated, full)).toBeGreaterThan(1e-4);
    expect(difference(truncated, full)).toBeLessThan(0.5);
  },
);

test.each(['rnn', 'lstm'] as const)('an evaluation carries them, too: %s', async (cell) => {
  const spec = specOf(cell);
  const weights = weightsOf(spec);
  const parameters = { type: float, dims: [weights.length], data: weights };
  const long = batchOf(spec, [6, 6], { float });
  const whole = await withSession(evaluationProgram(spec, { float }).model, (session) =>
    session.run({ parameters, ...long.tensors }),
  );
  const { model, carried } = evaluationProgram(spec, { float, stateful: true });
  expect(carried).toEqual(trainingProgram(spec, sgd, { float, stateful: true }).carried);
  await withSession(model, async (session) => {
    const zeros = carried.map(({ name }) => [name, { type: float, dims: [2, 3], data: Array(6).fill(0) }]);
    const first = await session.run({
      parameters,
      ...Object.fromEntries(zeros),
      ...cut(long, 0, 4).tensors,
    });
    const states = carried.map(({ name }) => [name, { ...first[`next_${name}`]!, type: float }]);
    const second = await session.run({
      parameters,
      ...Object.fromEntries(states),
      ...cut(long, 4, 6).tensors,
    });
    for (const row of [0, 1]) {
      const sum = first.losses!.data[row]! + second.losses!.data[row]!;
      expect(sum).toBeCloseTo(whole.losses!.data[row]!, 12);
    }
    expect([...first.outputs!.data, ...second.outputs!.data]).toEqual(
      whole.outputs!.data.map((value) => expect.closeTo(value, 12)),
    );
  });
});

test('carried states are listed with their shapes', () => {
  const { carried } = trainingProgram(specOf('lstm'), sgd, { stateful: true });
  expect(carried).toEqual(
    [0, 1, 2, 3].map((k) => ({ name: `carried_${k}`, type: 'float32', shape: ['batch', 3] })),
  );
  expect(trainingProgram(specOf('lstm'), sgd).carried).toEqual([]);
});
