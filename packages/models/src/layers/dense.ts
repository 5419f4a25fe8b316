import { glorotUniform, zeros } from '../initializers/index.js';
import { count } from '../spec/option.js';
import { defineLayer, expectKind, project } from './layer.js';

/** `x · kernel + bias` on a vector, or on every step of a sequence. */
export const dense = defineLayer({
  type: 'dense',
  doc: 'An affine map of a vector, or of every step of a sequence.',
  options: { units: count('Outputs.') },
  output({ units }, input) {
    const shape = expectKind(input, 'vector', 'sequence');
    return shape.kind === 'vector'
      ? { kind: 'vector', features: units }
      : { kind: 'sequence', features: units, steps: shape.steps };
  },
  parameters({ units }, input) {
    const { features } = expectKind(input, 'vector', 'sequence');
    return {
      kernel: { shape: [features, units], initializer: glorotUniform() },
      bias: { shape: [units], initializer: zeros() },
    };
  },
  apply: (ops, _, input, { kernel, bias }, shape) => ({
    shape,
    value: project(ops, input, kernel!, bias!),
    lengths: input.lengths,
  }),
});
