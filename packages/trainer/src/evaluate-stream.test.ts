import { initialize } from '@rnnlab/models';
import { Generator } from '@rnnlab/shared';
import { expect, test } from 'vitest';
import { streamSpec, toyStream, toyTokens } from '../test/stream.js';
import { onnxruntime } from './engines/index.js';
import { evaluate } from './evaluate.js';
import { tokenExamples } from './examples/token-examples.js';

const spec = streamSpec();
const generator = new Generator(4);
// Weights that are not small, so that states matter.
const parameters = initialize(spec, () => generator.uniform()).map((weight) => 2 * weight);

async function scoresOf(count: number) {
  const engine = onnxruntime({ threads: 1 });
  const [carrying, plain] = await Promise.all([
    engine.compile(spec, { type: 'sgd' }, { carry: true }),
    engine.compile(spec, { type: 'sgd' }),
  ]);
  for (const model of [carrying, plain]) await model.setState({ parameters, slots: [] });
  const tokens = toyTokens(count, 1);
  const long = tokenExamples({ ids: [tokens.subarray(0, -1)], targets: [tokens.subarray(1)] });
  const scores = [await evaluate(carrying, toyStream(count, 1)), await evaluate(plain, long)] as const;
  for (const model of [carrying, plain]) await model.dispose();
  return scores;
}

test('a short stream in windows with carried states scores as one long sequence', async () => {
  const [stream, long] = await scoresOf(1500);
  expect(stream.count).toBe(1499);
  expect(stream.loss).toBeCloseTo(long.loss, 5);
  expect(stream.accuracy).toBe(long.accuracy);
});

test('of a long one that is read in several places every token counts once, with what came before it', async () => {
  // Seven rows of 1,166 or less.
  const [stream, long] = await scoresOf(8400);
  expect(stream.count).toBe(8399);
  expect(stream.loss).toBeCloseTo(long.loss, 5);
  expect(stream.accuracy).toBeCloseTo(long.accuracy, 6);
});
