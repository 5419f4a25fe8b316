import type { ModelSpec } from '@rnnlab/models';
import { Generator } from '@rnnlab/shared';
import { describe, expect, it, test } from 'vitest';
import {
  type ImageAugmentationOptions,
  imageAugmentation,
  type TokenDropoutOptions,
  tokenDropout,
} from './augmentation.js';
import { type Batch, featureExamples, tokenExamples } from './data/examples.js';
import { TrainingError } from './errors.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit/fit.js';
import { onnxruntime } from './index.js';

const imageSize = { channels: 3, height: 4, width: 4 };
const pixelCount = imageSize.channels * imageSize.height * imageSize.width;
const spec: ModelSpec = {
  input: { type: 'image', ...imageSize },
  layers: [{ type: 'flatten' }, { type: 'dense', units: 2 }],
};

function randomImages(count: number, seed: number) {
  const generator = new Generator(seed);
  const data = Float32Array.from({ length: count * pixelCount }, () => generator.uniform());
  const targets = Array.from({ length: count }, () => generator.bits() % 2);
  const seen = new Set(
    Array.from({ length: count }, (_, k) => data.subarray(k * pixelCount, (k + 1) * pixelCount).join()),
  );
  return { examples: featureExamples({ data, name: 'pixels', targets }), seen };
}

const imagesIn = ({ pixels }: Batch): string[] =>
  Array.from({ length: pixels!.length / pixelCount }, (_, k) =>
    pixels!.subarray(k * pixelCount, (k + 1) * pixelCount).join(),
  );

test('trained batches change from epoch to epoch, and scored batches stay unchanged', async () => {
  const [train, validation] = [randomImages(40, 1), randomImages(20, 2)];
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
    ...{ spec, engine, train: train.examples, validation: validation.examples, epochs: 3, batchSize: 16 },
    augmentation: imageAugmentation({ ...imageSize, flip: true, crop: 2 }),
  });
  expect(trained).toHaveLength(3 * 40);
  // An image stays as it is in one of 50 draws.
  expect(trained.filter((image) => train.seen.has(image)).length).toBeLessThan(15);
  expect(new Set(trained).size).toBeGreaterThan(90);
  expect(scored).toHaveLength(3 * 20);
  expect(scored.every((image) => validation.seen.has(image))).toBe(true);

  const model = await engine.compile(spec, { type: 'sgd' });
  await model.setState({ parameters: new Float32Array(2 * pixelCount + 2), slots: [] });
  scored.length = 0;
  await evaluate(model, train.examples);
  await model.dispose();
  expect(new Set(scored)).toEqual(train.seen);
});

test('the draws of a batch are independent of those of the next one', async () => {
  const drawn: number[] = [];
  const augmentation = {
    spec: 'none',
    apply: (_: Batch, __: number, generator: Generator) => void drawn.push(generator.bits() & 1),
  };
  const engine = onnxruntime({ threads: 1 });
  await fit({ spec, engine, train: randomImages(400, 1).examples, augmentation, epochs: 4, batchSize: 1 });
  for (const apart of [1, 2, 3, 4, 8]) {
    const equal = drawn.filter((bit, k) => bit === drawn[k + apart]).length;
    // 800 of 1,600 are expected, with a deviation of 20.
    expect(Math.abs(equal - 800)).toBeLessThan(100);
  }
});

const [channels, height, width] = [2, 4, 5];
const size = channels * height * width;
/** Every pixel of every image is another number, from 1. */
const images = (count: number) => Float32Array.from({ length: count * size }, (_, k) => k + 1);
const imageOf = (image: number) => Array.from({ length: size }, (_, k) => image * size + k + 1);

function augmented(options: Partial<ImageAugmentationOptions>, count = 200, seed = 1) {
  const pixels = images(count);
  imageAugmentation({ channels, height, width, ...options }).apply({ pixels }, count, new Generator(seed));
  return Array.from({ length: count }, (_, k) => pixels.subarray(k * size, (k + 1) * size));
}

/** An image of one batch as it should be, computed the slow way, pixel by pixel. */
function shown(
  image: number,
  transform: { dy: number; dx: number; flip: boolean; reflect: boolean },
): number[] {
  const pixels = imageOf(image);
  const source = (at: number, length: number): number | undefined => {
    if (at >= 0 && at < length) return at;
    return transform.reflect ? (at < 0 ? -at : 2 * length - 2 - at) : undefined;
  };
  const result: number[] = [];
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const row = source(y + transform.dy, height);
        const column = source((transform.flip ? width - 1 - x : x) + transform.dx, width);
        result.push(
          row === undefined || column === undefined ? 0 : pixels[(c * height + row) * width + column]!,
        );
      }
    }
  }
  return result;
}

describe.each(['zeros', 'reflect'] as const)('imageAugmentation with %s', (padding) => {
  it('each shift and mirroring occurs about as often', () => {
    const crop = 1;
    const shifts = Array.from({ length: 2 * crop + 1 }, (_, k) => k - crop);
    const transforms = [false, true].flatMap((flip) =>
      shifts.flatMap((dy) => shifts.map((dx) => ({ flip, dy, dx, reflect: padding === 'reflect' }))),
    );
    const count = 40 * transforms.length;
    const times = new Map(transforms.map((transform) => [transform, 0]));
    for (const [k, image] of augmented({ flip: true, crop, padding }, count).entries()) {
      const seen = image.join();
      const transform = transforms.find((one) => shown(k, one).join() === seen);
      expect(transform, `image ${k}`).toBeDefined();
      times.set(transform!, times.get(transform!)! + 1);
    }
    // 40 of each are expected, with a deviation of 6.3.
    for (const [transform, seen] of times) {
      expect(seen, JSON.stringify(transform)).toBeGreaterThan(12);
      expect(seen, JSON.stringify(transform)).toBeLessThan(68);
    }
  });
});

describe('imageAugmentation', () => {
  it('mirrors only, or crops only, as asked for', () => {
    const flips = augmented({ flip: true });
    for (const [k, image] of flips.entries()) {
      const as = (flip: boolean) => shown(k, { dy: 0, dx: 0, flip, reflect: false }).join();
      expect([as(false), as(true)]).toContain(image.join());
    }
    const mirrored = flips.filter((image, k) => image.join() !== imageOf(k).join()).length;
    expect(mirrored).toBeGreaterThan(70);
    expect(mirrored).toBeLessThan(130);
    // A pixel's right neighbor is still that, or zero.
    for (const image of augmented({ crop: 1 })) {
      for (let k = 1; k < size; k++) {
        if (k % width === 0 || image[k] === 0 || image[k - 1] === 0) continue;
        expect(image[k]).toBe(image[k - 1]! + 1);
      }
    }
  });

  it('draws the same from the same generator', () => {
    const draw = (seed: number) => augmented({ flip: true, crop: 2 }, 20, seed).join();
    expect(draw(3)).toBe(draw(3));
    expect(draw(3)).not.toBe(draw(4));
  });

  it('changes images that are read row by row', () => {
    const features = images(8);
    const augmentation = imageAugmentation({ channels, height, width, crop: 1, name: 'features' });
    augmentation.apply({ features }, 8, new Generator(1));
    expect(features.join()).toBe(
      augmented({ crop: 1 }, 8)
        .map((image) => image.join())
        .join(),
    );
  });

  it.each<[Partial<ImageAugmentationOptions>, string]>([
    [{ crop: 4 }, 'crop must be below the 4 × 5 pixels of an image, received 4.'],
    [{ crop: -1 }, 'crop must be a whole number of at least 0, received -1.'],
    [{ flip: 1 as never }, 'flip must be true or false, received 1.'],
    [{ flipp: true } as never, 'has no option "flipp"; the nearest is "flip".'],
    [{ width: undefined as never }, 'imageAugmentation needs width: a whole number of at least 1.'],
    [{ padding: 'edge' as never }, 'padding must be one of zeros, reflect, received "edge".'],
  ])('refuses %j', (options, sentence) => {
    const attempt = () => imageAugmentation({ channels, height, width, ...options });
    expect(attempt).toThrow(TrainingError);
    expect(attempt).toThrow(sentence);
  });

  it('refuses batches of something else', () => {
    const { apply } = imageAugmentation({ channels, height, width, flip: true });
    const expected = 'expected 2 images of 2 × 4 × 5 as pixels, received';
    expect(() => apply({ pixels: images(1) }, 2, new Generator(1))).toThrow(`${expected} 40 numbers.`);
    expect(() => apply({ ids: new Int32Array(2) }, 2, new Generator(1))).toThrow(`${expected} none.`);
  });
});

const examples = tokenExamples({
  ids: Array.from({ length: 50 }, (_, k) => new Array<number>(20 + (k % 3)).fill(5 + (k % 2))),
  targets: new Uint8Array(50),
});
const order = Array.from({ length: 50 }, (_, k) => k);
const whole = examples.batch(order, 30);

/** All examples as a training reads them. */
function dropped(options: Partial<TokenDropoutOptions>, generator = new Generator(1)) {
  const batch = examples.batch(order, 30);
  tokenDropout({ rate: 0.25, id: 1, ...options }).apply(batch, 50, generator);
  return batch;
}

const count = ({ ids }: typeof whole, id: number): number =>
  (ids as Int32Array).filter((other) => other === id).length;

test('tokenDropout replaces its share of tokens, others each time, and never the padding', () => {
  const generator = new Generator(1);
  const [first, second] = [dropped({}, generator), dropped({}, generator)];
  const tokens = order.reduce((sum, k) => sum + examples.steps(k), 0);
  expect(count(first, 1) / tokens).toBeCloseTo(0.25, 1);
  expect(count(first, 0)).toBe(50 * 30 - tokens);
  expect(second.ids).not.toEqual(first.ids);
  expect({ ...first, ids: [] }).toEqual({ ...whole, ids: [] });
});

test('tokenDropout draws the same from the same generator', () => {
  expect(dropped({}, new Generator(2))).toEqual(dropped({}, new Generator(2)));
});

test('tokenDropout leaves the ids to keep unchanged', () => {
  const kept = dropped({ rate: 0.5, keep: [5] });
  expect(count(kept, 5)).toBe(count(whole, 5));
  expect(count(kept, 6)).toBeLessThan(count(whole, 6));
});

test.each([-0.1, 1, Number.NaN])('tokenDropout refuses the rate %s', (rate) => {
  expect(() => tokenDropout({ rate, id: 1 })).toThrow(
    new TrainingError(
      `tokenDropout: rate must be a number from 0 up to, but not including, 1, received ${rate}.`,
    ),
  );
});

test('tokenDropout refuses options that are unknown or missing', () => {
  const attempt = (options: object) => () => tokenDropout(options as TokenDropoutOptions);
  expect(attempt({ rate: 0.1 })).toThrow('tokenDropout needs id: a whole number of at least 0.');
  expect(attempt({ rate: 0.1, id: 1, keeps: [0] })).toThrow(
    'tokenDropout has no option "keeps"; the nearest is "keep".',
  );
});

test('tokenDropout refuses other batches', () => {
  const { apply } = tokenDropout({ rate: 0.1, id: 1 });
  expect(() => apply({ features: new Float32Array(4) }, 1, new Generator(1))).toThrow(
    'tokenDropout: expected batches of tokens, received others.',
  );
});
