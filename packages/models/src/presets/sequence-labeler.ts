import type { LayerSpec } from '../spec.js';
import { BIDIRECTIONAL, definePreset, type PresetOptions, SIZES, STACK } from './preset.js';

/**
 * Makes a sequence labeler, which reads vectors and gives outputs in every step: recurrent stack → dense layer.
 *
 * @throws {SpecError} For an unknown or a missing option, or a bad value.
 *
 * @example
 * sequenceLabeler({ features: 2, outputs: 1, units: 5 }); // adds two binary numbers
 */
export const sequenceLabeler = definePreset({
  name: 'sequence-labeler',
  description: 'Vectors → recurrent layers → outputs in every step',
  input: 'sequence',
  sizes: {
    features: SIZES.features,
    outputs: SIZES.outputs,
  },
  options: {
    ...STACK,
    bidirectional: BIDIRECTIONAL,
    sigmoid: {
      type: 'boolean',
      default: false,
      description: 'Whether outputs pass a sigmoid, for the mean squared error of bits.',
    },
  },
  spec({ features, outputs, cell, units, layers, bidirectional, sigmoid }) {
    const squashed: LayerSpec[] = sigmoid ? [{ type: 'activation', function: 'sigmoid' }] : [];
    return {
      input: { type: 'sequence', features },
      layers: [
        { type: 'recurrent', cell, units, layers, bidirectional },
        { type: 'dense', units: outputs },
        ...squashed,
      ],
    };
  },
});

/** Options of {@link sequenceLabeler}. */
export type SequenceLabelerOptions = PresetOptions<typeof sequenceLabeler>;
