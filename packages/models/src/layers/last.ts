import { defineLayer, expectKind, refuseIds } from './layer.js';

/** The last valid step of a sequence: `[time, features]` to `[features]`. */
export const last = defineLayer({
  type: 'last',
  doc: 'The last valid step of a sequence.',
  options: {},
  output(_, input) {
    const { features } = expectKind(input, 'sequence');
    refuseIds(input);
    return { kind: 'vector', features };
  },
  parameters: () => ({}),
  apply: (ops, _options, { value, lengths }, _weights, shape) => ({
    shape,
    value: ops.last(value, lengths!),
  }),
});
