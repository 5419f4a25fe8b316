import type { ModelSpec } from '@rnnlab/models';
import { Generator } from '@rnnlab/shared';
import { expect, test } from 'vitest';
import { onnxruntime } from '../engines/index.js';
import { evaluate } from '../evaluate.js';
import type { Batch } from '../examples/examples.js';
import { featureExamples } from '../examples/feature-examples.js';
import { fit } from '../fit.js';
import { imageAugmentation } from './image-augmentation.js';

const size = { channels: 3, height: 4, width: 4 };
const pixelsOf = size.channels * size.height * size.width;
const spec: ModelSpec = {
  input: { type: 'image', ...size },
  layers: [{ type: 'flatten' }, { type: 'dense', units: 2 }],
};

function images(count: number, seed: number) {
  const generator = new Generator(seed);
  const data = Float32Array.from({ length: count * pixelsOf }, () => generator.uniform());
  const targets = Array.from({ length: count }, () => generator.bits() % 2);
  const seen = new Set(
    Array.from({ length: count }, (_, k) => data.subarray(k * pixelsOf, (k + 1) * pixelsOf).join()),
  );
  return { examples: featureExamples({ data, name: 'pixels', targets }), seen };
}

const imagesIn = ({ pixels }: Batch): string[] =>
  Array.from({ length: pixels!.length / pixelsOf }, (_, k) =>
    pixels!.subarray(k * pixelsOf, (k + 1) * pixelsOf).join(),
  );

test('what is trained on changes from epoch to epoch, and what is scored stays as it is', async () => {
  const [train, validation] = [images(40, 1), images(20, 2)];
  const trained: string[] = [];
  const scored: string[] = [];
  const inner = onnxruntime({ threads: 1 });
  const compile: typeof inner.compile = async (...args) => {
    const model = await inner.compile(...args);
    return {
      ...model,
      train: (run) => {
        trained.push(...run.batches.flatMap(imagesIn));
        return model.train(run);
      },
      evaluate: (batch, shape) => {
        scored.push(...imagesIn(batch));
        return model.evaluate(batch, shape);
      },
    };
  };
  const engine = { ...inner, compile };
  await fit({
    ...{ spec, engine, train: train.examples, validation: validation.examples, epochs: 3, batch: 16 },
    augmentation: imageAugmentation({ ...size, flip: true, crop: 2 }),
  });
  expect(trained).toHaveLength(3 * 40);
  // An image stays as it is in one of 50 draws.
  expect(trained.filter((image) => train.seen.has(image)).length).toBeLessThan(15);
  expect(new Set(trained).size).toBeGreaterThan(90);
  expect(scored).toHaveLength(3 * 20);
  expect(scored.every((image) => validation.seen.has(image))).toBe(true);

  const model = await engine.compile(spec, { type: 'sgd' });
  await model.setState({ parameters: new Float32Array(2 * pixelsOf + 2), slots: [] });
  scored.length = 0;
  await evaluate(model, train.examples);
  await model.dispose();
  expect(new Set(scored)).toEqual(train.seen);
});

test('what is drawn for a batch says nothing of the next one', async () => {
  const drawn: number[] = [];
  const augmentation = {
    spec: 'none',
    apply: (_: Batch, __: number, generator: Generator) => void drawn.push(generator.bits() & 1),
  };
  const engine = onnxruntime({ threads: 1 });
  await fit({ spec, engine, train: images(400, 1).examples, augmentation, epochs: 4, batch: 1 });
  for (const apart of [1, 2, 3, 4, 8]) {
    const equal = drawn.filter((bit, k) => bit === drawn[k + apart]).length;
    // 800 of 1,600 are expected, with a deviation of 20.
    expect(Math.abs(equal - 800)).toBeLessThan(100);
  }
});
