import { normal } from '../initializers/index.js';
import { count } from '../spec/option.js';
import { defineLayer, expectKind } from './layer.js';

/** A trained vector for each token: `[time]` ids to `[time, units]`. */
export const embedding = defineLayer({
  type: 'embedding',
  doc: 'A trained vector for each token.',
  options: { units: count('Entries of a token’s vector.') },
  output({ units }, input) {
    const { steps } = expectKind(input, 'tokens');
    return { kind: 'sequence', features: units, steps };
  },
  parameters({ units }, input) {
    const { vocabulary } = expectKind(input, 'tokens');
    return {
      table: { shape: [vocabulary, units], initializer: normal({ deviation: 1 / Math.sqrt(units) }) },
    };
  },
  apply: (ops, _, { value, lengths }, { table }, shape) => ({
    shape,
    value: ops.lookup(table!, value),
    lengths,
  }),
});
