import { checkOptions } from '@rnnlab/shared';
import type { CellName } from '../cells/index.js';
import { SpecError } from '../spec/error.js';
import type { LayerSpec, ModelSpec } from '../spec/spec.js';

export interface SequenceLabelerOptions {
  /** Entries of the vector that is read in a step. */
  features: number;
  /** Answers in each step. */
  outputs: number;
  /** Default `lstm`. */
  cell?: CellName;
  /** Entries of the state, per direction; default 128. */
  units?: number;
  /** Recurrent layers on each other; default 1. */
  layers?: number;
  /** Default false. */
  bidirectional?: boolean;
  /** Whether answers go through a sigmoid, as the mean squared error of bits wants them; default false: logits. */
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
 * Reads vectors and answers in every step: recurrent stack → outputs per step.
 *
 * @throws SpecError for an option that there is not, and for one that is missing.
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
