import { type CellName, cells } from '../cells/index.js';
import { glorotUniform, zeros } from '../initialisers/index.js';
import type { Ops } from '../ops.js';
import { count, flag, oneOf, rate, type Values } from '../spec/option.js';
import { defineLayer, expectKind, type ParameterDefinition } from './layer.js';
import type { Signal } from './signal.js';

const options = {
  cell: oneOf('The recurrent cell.', Object.keys(cells) as CellName[], 'lstm'),
  units: count('Entries of the state, per direction.'),
  layers: count('How many such layers stand on each other.', 1),
  bidirectional: flag(
    'A second pass from the last valid step to the first; outputs are concatenated.',
    false,
  ),
  dropout: rate('Share of entries dropped between stacked layers while training.', 0),
};

/**
 * A stack of recurrent layers: `[time, features]` to `[time, units]`, or `[time, 2 · units]` if bidirectional.
 * Padding follows the valid steps, so it never reaches a valid state in either direction.
 */
export const recurrent = defineLayer({
  type: 'recurrent',
  doc: 'A stack of recurrent layers over time.',
  options,
  output({ units, bidirectional }, input) {
    expectKind(input, 'sequence');
    return { kind: 'sequence', features: bidirectional ? 2 * units : units };
  },
  parameters(values, input) {
    const { features } = expectKind(input, 'sequence');
    const { units, bidirectional, layers } = values;
    const cell = cells[values.cell];
    const definitions: Record<string, ParameterDefinition> = {};
    for (let layer = 0; layer < layers; layer++) {
      const inputs = layer === 0 ? features : bidirectional ? 2 * units : units;
      const width = cell.gates * units;
      for (const direction of directions(values)) {
        const kernel = { shape: [inputs, width], initialiser: glorotUniform({ blocks: cell.gates }) };
        const bias = { shape: [width], initialiser: cell.bias ?? zeros() };
        for (const [name, weight] of Object.entries({ kernel, bias, ...cell.weights(units) })) {
          definitions[`${layer}.${direction}.${name}`] = weight;
        }
      }
    }
    return definitions;
  },
  apply(ops, values, input, weights, shape) {
    const passes = directions(values);
    let signal = input;
    for (let layer = 0; layer < values.layers; layer++) {
      if (layer > 0) signal = { ...signal, value: ops.dropout(signal.value, values.dropout, 'element') };
      const sequences = passes.map((direction) =>
        pass(ops, values, signal, select(weights, `${layer}.${direction}.`), direction),
      );
      signal = {
        shape,
        value: sequences.length === 1 ? sequences[0]! : ops.concat(sequences),
        lengths: input.lengths,
      };
    }
    return signal;
  },
});

type Direction = 'forward' | 'backward';

const directions = ({ bidirectional }: Values<typeof options>): Direction[] =>
  bidirectional ? ['forward', 'backward'] : ['forward'];

function pass<T>(
  ops: Ops<T>,
  { cell, units }: Values<typeof options>,
  { shape, value, lengths }: Signal<T>,
  weights: Record<string, T>,
  direction: Direction,
): T {
  return ops.recurrent({
    cell: cells[cell],
    units,
    input: value,
    oneHot: shape.kind === 'sequence' && shape.oneHot ? shape.features : undefined,
    lengths: lengths!,
    weights,
    reverse: direction === 'backward',
  });
}

/** The entries whose name starts with a prefix, without it. */
function select<T>(weights: Record<string, T>, prefix: string): Record<string, T> {
  const chosen = Object.entries(weights).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(chosen.map(([name, value]) => [name.slice(prefix.length), value]));
}
