import { checkOptions } from '@rnnlab/shared';
import type { CellName } from '../cells.js';
import { SpecError } from '../errors.js';
import type { LayerSpec, ModelSpec } from '../spec.js';

/** Options of {@link sequenceLabeler}. */
export interface SequenceLabelerOptions {
  /** Features of a step. */
  features: number;
  /** Outputs of a step. */
  outputs: number;
  /** The recurrent cell. Default: `lstm`. */
  cell?: CellName;
  /** Entries of the state, per direction. Default: 128. */
  units?: number;
  /** Stacked recurrent layers. Default: 1. */
  layers?: number;
  /** Whether the layers read in both directions. Default: false. */
  bidirectional?: boolean;
  /** Whether outputs pass a sigmoid, for the mean squared error of bits. Default: false, logits. */
  sigmoid?: boolean;
}

const OPTIONS: readonly (keyof SequenceLabelerOptions)[] = [
  'features',
  'outputs',
  'cell',
  'units',
  'layers',
  'bidirectional',
  'sigmoid',
];

/**
 * Makes a sequence labeler, which reads vectors and gives outputs in every step: recurrent stack → dense layer.
 *
 * @throws {SpecError} For an unknown or a missing option.
 *
 * @example
 * sequenceLabeler({ features: 2, outputs: 1, units: 5 }); // adds two binary numbers
 */
export function sequenceLabeler(options: SequenceLabelerOptions): ModelSpec {
  checkOptions('sequenceLabeler', options, OPTIONS, SpecError, ['features', 'outputs']);
  const { cell = 'lstm', units = 128, layers = 1, bidirectional = false, sigmoid = false } = options;
  const squashed: LayerSpec[] = sigmoid ? [{ type: 'activation', function: 'sigmoid' }] : [];
  return {
    input: { type: 'sequence', features: options.features },
    layers: [
      { type: 'recurrent', cell, units, layers, bidirectional },
      { type: 'dense', units: options.outputs },
      ...squashed,
    ],
  };
}
