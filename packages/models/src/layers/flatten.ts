import { SpecError } from '../spec/error.js';
import { defineLayer, expectReal } from './layer.js';

/** All entries of an image, or of a sequence with a known number of steps, as one vector; padding reads as zeros. */
export const flatten = defineLayer({
  type: 'flatten',
  doc: 'All entries as one vector.',
  options: {},
  output(_, input) {
    const shape = expectReal(input, 'image', 'sequence');
    if (shape.kind === 'image')
      return { kind: 'vector', features: shape.channels * shape.height * shape.width };
    if (shape.steps === undefined) {
      throw new SpecError(
        'expected a sequence with a known number of steps, received one of any: give the input its steps',
      );
    }
    return { kind: 'vector', features: shape.features * shape.steps };
  },
  parameters: () => ({}),
  apply(ops, _, { shape: input, value, lengths }, _weights, shape) {
    if (input.kind === 'image') return { shape, value: ops.flatten(value, 'image') };
    return { shape, value: ops.flatten(ops.mask(value, lengths!), 'sequence') };
  },
});
