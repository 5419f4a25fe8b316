import { defineLayer, expectReal } from './layer.js';

/** The largest of the valid steps of a sequence, feature by feature: `[time, features]` to `[features]`. */
export const maxOverTime = defineLayer({
  type: 'max-over-time',
  doc: 'The largest of the valid steps of a sequence, feature by feature.',
  options: {},
  output: (_, input) => ({ kind: 'vector', features: expectReal(input, 'sequence').features }),
  parameters: () => ({}),
  apply: (ops, _options, { value, lengths }, _weights, shape) => ({ shape, value: ops.max(value, lengths!) }),
});
