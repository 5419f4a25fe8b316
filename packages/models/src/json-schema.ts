import { CUSTOM_NAME, isCustomName, jsonSchemaOf, objectSchemaOf } from '@rnnlab/shared';
import { layerTypes } from './layers/index.js';
import { INPUTS } from './resolve.js';

/** Where the JSON Schema of a model spec is published, for its `$schema`. */
export const MODEL_SPEC_SCHEMA = 'https://unpkg.com/@rnnlab/models/schema/model-spec.schema.json';

type Schema = Record<string, unknown>;

/**
 * Makes the JSON Schema (draft 2020-12) of a {@link ModelSpec} from the options that inputs and layers declare, with those that
 * were defined in this process.
 */
export function modelSpecSchema(): Schema {
  const inputs = Object.entries(INPUTS).map(([type, options]) => withType(type, objectSchemaOf(options)));
  const layers = layerTypes.names.map((type) => {
    const { doc, options } = layerTypes.get(type);
    return { description: doc, ...withType(type, objectSchemaOf({ ...options, name: NAME })) };
  });
  const known = layerTypes.names.filter(isCustomName);
  const custom = {
    description: 'A layer that a user defined by defineLayer.',
    type: 'object',
    properties: {
      type: {
        type: 'string',
        pattern: CUSTOM_NAME,
        ...(known.length > 0 && { not: { enum: known } }),
      },
    },
    required: ['type'],
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: MODEL_SPEC_SCHEMA,
    title: 'Model spec',
    description: 'A model of @rnnlab/models as data: its input and its layers.',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      input: { oneOf: inputs },
      layers: { type: 'array', minItems: 1, items: { oneOf: [...layers, custom] } },
    },
    required: ['input', 'layers'],
    additionalProperties: false,
  };
}

const NAME = {
  type: 'string',
  optional: true,
  description: 'Its name, by which its output can be asked for. Letters, digits and hyphens after a letter.',
} as const;

/** The schema of an object whose `type` is given. */
function withType(type: string, schema: Schema): Schema {
  const { properties, required } = schema as { properties: Schema; required: string[] };
  return {
    ...schema,
    properties: { type: jsonSchemaOf({ enum: [type] }), ...properties },
    required: ['type', ...required],
  };
}
