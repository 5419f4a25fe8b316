import { modelSpecSchema } from '@rnnlab/models';
import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { recipes } from '../recipes/index.js';
import { configSchema, recipeSchema } from './json-schema.js';

const ajv = new Ajv.default({ strict: false, schemas: [modelSpecSchema()] });
const validate = ajv.compile(recipeSchema());

test.each([
  ['recipe', recipeSchema],
  ['config', configSchema],
])('the published schema of a %s is the one that the settings give', async (name, schema) => {
  ajv.getSchema((schema() as { $id: string }).$id) ?? ajv.compile(schema());
  await expect(`${JSON.stringify(schema(), null, 2)}\n`).toMatchFileSnapshot(
    `../../schema/${name}.schema.json`,
  );
});

test('every recipe is valid', () => {
  for (const { name, summary, unit, settings, phases } of Object.values(recipes)) {
    const written = JSON.parse(JSON.stringify({ name, summary, unit, settings, phases }));
    expect(validate(written), `${name}: ${ajv.errorsText(validate.errors)}`).toBe(true);
  }
});

test.each([
  ['an unknown setting', { epoch: 3 }],
  ['a setting of another kind', { optimizer: { type: 'adam', momentum: 0.9 } }],
  ['a bad value', { model: { preset: 'sequence-classifier', units: 0 } }],
])('%s is not valid', (_, settings) => {
  expect(validate({ name: 'mine', settings })).toBe(false);
});
