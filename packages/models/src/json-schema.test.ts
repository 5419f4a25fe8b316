import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { modelSpecSchema } from './json-schema.js';
import { presets } from './presets/index.js';
import { textCnn } from './presets/text-cnn.js';

const validate = new Ajv.default({ strict: false }).compile(modelSpecSchema());

test('the published schema is the one that the options give', async () => {
  await expect(`${JSON.stringify(modelSpecSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../schema/model-spec.schema.json',
  );
});

test.each(Object.entries(presets))('the models of %s are valid', (_, preset) => {
  const sizes = {
    vocabulary: 9,
    steps: 40,
    features: 3,
    channels: 1,
    height: 32,
    width: 32,
    classes: 2,
    outputs: 2,
  };
  const own = Object.fromEntries(
    Object.keys(preset.sizes).map((size) => [size, sizes[size as keyof typeof sizes]]),
  );
  const spec = (preset as (options: object) => unknown)(own);
  // As JSON, which has no undefined.
  expect(validate(JSON.parse(JSON.stringify(spec))), JSON.stringify(validate.errors)).toBe(true);
});

test.each([
  ['an unknown option', { type: 'dense', units: 2, unit: 3 }],
  ['an unknown layer', { type: 'dence', units: 2 }],
  ['a bad value', { type: 'dense', units: 0 }],
  ['a missing option', { type: 'dense' }],
])('%s is not valid', (_, layer) => {
  const { input } = textCnn({ vocabulary: 9, steps: 40, classes: 2 });
  expect(validate({ input, layers: [layer] })).toBe(false);
});
