import { oneOf } from '../spec/option.js';
import { defineLayer, expectReal } from './layer.js';

const functions = ['relu', 'gelu', 'tanh', 'sigmoid', 'elu', 'hard-sigmoid'] as const;

/** An activation function, element by element. */
export const activation = defineLayer({
  type: 'activation',
  doc: 'An activation function, element by element.',
  options: { function: oneOf('The function.', functions) },
  stem: (values) => values.function,
  output: (_, input) => expectReal(input, 'sequence', 'image', 'vector'),
  parameters: () => ({}),
  apply(ops, options, { value, lengths }, _, shape) {
    const name = options.function === 'hard-sigmoid' ? 'hardSigmoid' : options.function;
    return { shape, value: ops[name](value), lengths };
  },
});
