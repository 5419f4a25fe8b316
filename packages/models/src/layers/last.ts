import { defineLayer, expectReal } from './layer.js';

/** The last valid step of a sequence: `[time, features]` to `[features]`. */
export const last = defineLayer({
  type: 'last',
  doc: 'The last valid step of a sequence.',
  options: {},
  output: (_, input) => ({ kind: 'vector', features: expectReal(input, 'sequence').features }),
  parameters: () => ({}),
  apply: (ops, _options, { value, lengths }, _weights, shape) => ({
    shape,
    value: ops.last(value, lengths!),
  }),
});
