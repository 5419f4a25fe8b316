import { cells, type ModelSpec } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { checkModel } from '../../test/check-model.js';
import { type Batch, batchOf, firstState, train, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { evaluationProgram } from './evaluation.js';
import { inferenceModel } from './inference.js';
import { trainingProgram } from './training.js';

/** A cell that this package does not know: only its step, and a line in the registry. */
const spec: ModelSpec = {
  input: { type: 'tokens', vocabulary: 4 },
  layers: [
    { type: 'one-hot' },
    { type: 'recurrent', cell: 'mgu', units: 6, bidirectional: true },
    { type: 'last' },
    { type: 'dense', units: 2 },
  ],
};

test('a cell of one file is listed, trains, has a right gradient and can be exported', async () => {
  expect(cells.mgu).toMatchObject({ name: 'mgu', gates: 2, states: 1 });
  await checkModel(spec, { lengths: [4, 0, 1] });

  // Whether a sequence ends as it starts takes memory of both ends.
  const batches = Array.from({ length: 400 }, (_, seed): Batch => {
    const batch = batchOf(spec, Array<number>(16).fill(5), { seed });
    const ids = batch.tensors.ids!.data;
    const data = Array.from({ length: 16 }, (__, k) => Number(ids[5 * k]! % 2 === ids[5 * k + 4]! % 2));
    return { ...batch, tensors: { ...batch.tensors, targets: { ...batch.tensors.targets!, data } } };
  });
  const program = trainingProgram(spec, { type: 'adam' });
  const { state, results } = await withSession(program.model, (session) =>
    train(session, program, firstState(program, weightsOf(spec)), batches, { learningRate: 0.03 }),
  );
  const losses = results.losses!.data;
  expect(losses[0]).toBeGreaterThan(0.5);
  expect(losses.at(-1)).toBeLessThan(0.1);

  const [parameters] = state as [number[]];
  const { targets, ...read } = batches[0]!.tensors;
  const evaluated = await withSession(evaluationProgram(spec).model, (session) =>
    session.run({
      parameters: { type: 'float32', dims: [parameters.length], data: parameters },
      ...read,
      targets: targets!,
    }),
  );
  const { logits } = await withSession(inferenceModel(spec, Float32Array.from(parameters)), (session) =>
    session.run(read),
  );
  logits!.data.forEach((value, k) => {
    expect(Math.abs(value - evaluated.outputs!.data[k]!)).toBeLessThan(1e-5);
  });
  expect(evaluated.correct!.data.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(15);
});
