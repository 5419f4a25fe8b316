import { jsonSchemaOf, type Option, type Options } from '@rnnlab/shared';
import { choices, plainOptions } from './settings.js';

/** Where the JSON Schema of a run's `config.json` is published, for its `$schema`. */
export const CONFIG_SCHEMA = 'https://unpkg.com/@rnnlab/lab/schema/config.schema.json';
/** Where the JSON Schema of a recipe in a file is published, for its `$schema`. */
export const RECIPE_SCHEMA = 'https://unpkg.com/@rnnlab/lab/schema/recipe.schema.json';

type Schema = Record<string, unknown>;

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** The JSON Schema (draft 2020-12) of a recipe in a file: what `rnnlab train --config` reads. */
export const recipeSchema = (): Schema => ({
  $schema: DRAFT,
  $id: RECIPE_SCHEMA,
  title: 'Recipe',
  description: 'A named training of @rnnlab/lab; settings that are left out have their defaults.',
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    name: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
      description: 'Letters, digits, dots and dashes.',
    },
    summary: { type: 'string', description: 'One line for the list of recipes.' },
    unit: { type: 'string', description: 'Name of one example, in the singular: name.' },
    settings: settingsSchema(),
    phases: phasesSchema(),
  },
  required: ['name', 'settings'],
  additionalProperties: false,
});

/** The JSON Schema (draft 2020-12) of a run's `config.json`. */
export const configSchema = (): Schema => ({
  $schema: DRAFT,
  $id: CONFIG_SCHEMA,
  title: 'Configuration of a run',
  description: 'With the data and the versions it decides everything else in the run directory.',
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    format: { type: 'integer', description: 'Version of the format.' },
    recipe: { type: 'string', description: 'Name of the recipe.' },
    unit: { type: 'string', description: 'Name of one example, in the singular: name.' },
    settings: settingsSchema(),
    phases: phasesSchema(),
    data: {
      type: 'object',
      description: 'Name, number of examples and SHA-256 of the data.',
      properties: {
        name: { type: 'string' },
        examples: { type: 'integer', minimum: 0 },
        sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      },
      required: ['name', 'examples', 'sha256'],
    },
    spec: { $ref: 'https://unpkg.com/@rnnlab/models/schema/model-spec.schema.json' },
    engine: { type: 'string', description: 'Name of the engine that trains it.' },
    threads: { type: 'integer', minimum: 1, description: 'Number of threads inside an operator.' },
    versions: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Versions of Node, our packages and those of engines.',
    },
  },
  required: ['format', 'recipe', 'unit', 'settings', 'data', 'spec', 'engine', 'versions'],
  additionalProperties: false,
});

/** The schema of settings: each part that is of one of several kinds with the options of each kind. */
function settingsSchema(): Schema {
  const properties: Record<string, Schema> = {};
  for (const [part, { key, description, kinds }] of Object.entries(choices)) {
    properties[part] = {
      description,
      oneOf: Object.entries(kinds).map(([kind, { description, options }]) => ({
        description,
        type: 'object',
        properties: { [key]: { enum: [kind] }, ...propertiesOf(options) },
        required: [key],
        additionalProperties: false,
      })),
    };
  }
  for (const [path, option] of Object.entries<Option>(plainOptions)) {
    const [part, name] = path.split('.') as [string, string?];
    if (name === undefined) properties[part] = nullable(option);
    else {
      properties[part] ??= { type: 'object', properties: {}, additionalProperties: false };
      (properties[part].properties as Schema)[name] = nullable(option);
    }
  }
  return { type: 'object', properties, additionalProperties: false };
}

function phasesSchema(): Schema {
  const { learningRate, learningRateScaling, schedule, patience, epochs } = settingsSchema()
    .properties as Record<string, Schema>;
  return {
    type: 'array',
    description: 'Further phases after all epochs, each from the end of the one before.',
    items: {
      type: 'object',
      properties: {
        ...{ learningRate, learningRateScaling, schedule, patience, epochs },
        afterStep: { type: 'integer', minimum: 0, description: 'Updates after which it begins.' },
      },
      required: ['epochs'],
      additionalProperties: false,
    },
  };
}

const propertiesOf = (options: Options): Record<string, Schema> =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, nullable(option)]));

/** An option that may have no value is `null` in settings. */
function nullable(option: Option): Schema {
  const { description, default: fallback, ...schema } = jsonSchemaOf(option);
  if (!option.optional)
    return { ...schema, description, ...(fallback !== undefined && { default: fallback }) };
  return { anyOf: [schema, { type: 'null' }], description, default: fallback ?? null };
}
