import { type ModelSpec, sequenceClassifier } from '@rnnlab/models';
import { expect, test } from 'vitest';
import { batchOf, weightsOf } from '../../test/programs.js';
import { withSession } from '../../test/session.js';
import { EVALUATION_OUTPUTS, evaluationProgram } from './evaluation.js';

const evaluate = (spec: ModelSpec, lengths: number[], steps?: number) => {
  const weights = weightsOf(spec);
  const batch = batchOf(spec, lengths, { ...(steps && { steps }) });
  return withSession(evaluationProgram(spec).model, async (session) => ({
    batch,
    results: await session.run({
      parameters: { type: 'float32', dims: [weights.length], data: weights },
      ...batch.tensors,
    }),
  }));
};

test('scores of each example follow from its outputs', async () => {
  const spec = sequenceClassifier({ vocabulary: 5, classes: 3, units: 4 });
  const { batch, results } = await evaluate(spec, [3, 0, 2]);
  expect(Object.keys(results).sort()).toEqual([...EVALUATION_OUTPUTS].sort());
  const targets = [...batch.tensors.targets!.data];
  targets.forEach((target, example) => {
    const logits = results.outputs!.data.slice(3 * example, 3 * example + 3);
    const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    expect(results.losses!.data[example]).toBeCloseTo(logSum - logits[target]!, 5);
    expect(results.correct!.data[example]).toBe(Number(logits.indexOf(Math.max(...logits)) === target));
    expect(results.counts!.data[example]).toBe(1);
  });
});

test('with a class for every time step, an example is the sum over its valid steps', async () => {
  const spec: ModelSpec = {
    input: { type: 'tokens', vocabulary: 5 },
    layers: [
      { type: 'embedding', units: 3 },
      { type: 'recurrent', cell: 'rnn', units: 4 },
      { type: 'dense', units: 2 },
    ],
  };
  const { batch, results } = await evaluate(spec, [3, 0, 1], 4);
  const targets = [...batch.tensors.targets!.data];
  expect(results.outputs!.dims).toEqual([4, 3, 2]);
  expect(results.counts!.data).toEqual([3, 0, 1]);
  [3, 0, 1].forEach((length, example) => {
    let [loss, correct] = [0, 0];
    for (let step = 0; step < length; step++) {
      const at = (step * 3 + example) * 2;
      const [a, b] = results.outputs!.data.slice(at, at + 2) as [number, number];
      const target = targets[example * 4 + step]!;
      loss += Math.log(Math.exp(a) + Math.exp(b)) - (target === 0 ? a : b);
      correct += Number((a >= b ? 0 : 1) === target);
    }
    expect(results.losses!.data[example]).toBeCloseTo(loss, 5);
    expect(results.correct!.data[example]).toBe(correct);
  });
});

test('a model without parameters can be evaluated', async () => {
  const { results } = await evaluate(
    { input: { type: 'sequence', features: 2 }, layers: [{ type: 'last' }] },
    [2],
  );
  expect(results.outputs!.dims).toEqual([1, 2]);
});
