import { defineLayer, expectReal } from './layer.js';

/** The mean over the valid steps of a sequence: `[time, features]` to `[features]`. */
export const meanOverTime = defineLayer({
  type: 'mean-over-time',
  doc: 'The mean over the valid steps of a sequence.',
  options: {},
  output: (_, input) => ({ kind: 'vector', features: expectReal(input, 'sequence').features }),
  parameters: () => ({}),
  apply: (ops, _options, { value, lengths }, _weights, shape) => ({
    shape,
    value: ops.mean(value, lengths!),
  }),
});
