import { COUNT, type Options, type OptionValues, RATE } from '@rnnlab/shared';
import { CELL, cellOf } from '../cells.js';
import { SpecError } from '../errors.js';
import { glorotUniform, zeros } from '../initializers.js';
import type { Ops } from '../ops.js';
import { expectKind, isOneHot, layerOf, type ParameterDefinition, type Signal } from './layer.js';

const options = {
  cell: CELL,
  units: { ...COUNT, description: 'Entries of the state, per direction.' },
  layers: { ...COUNT, default: 1, description: 'Number of stacked layers.' },
  bidirectional: {
    type: 'boolean',
    default: false,
    description: 'A second pass from the last valid step to the first.',
  },
  merge: {
    enum: ['concat', 'sum'],
    default: 'concat',
    description: 'How the outputs of both passes become one.',
  },
  dropout: {
    ...RATE,
    default: 0,
    description: 'Share of entries dropped between stacked layers while training.',
  },
  inputDropout: {
    ...RATE,
    default: 0,
    description: 'Share of the first layer’s input that is dropped, one mask for all time steps.',
  },
  recurrentDropout: {
    ...RATE,
    default: 0,
    description: 'Share of the state dropped where it enters a product, one mask for all time steps.',
  },
} as const satisfies Options;

/** The weights of the input projection `x · kernel + bias`, which every cell has. */
const PROJECTION = ['kernel', 'bias'];

const outputFeatures = ({ units, bidirectional, merge }: OptionValues<typeof options>): number =>
  bidirectional && merge === 'concat' ? 2 * units : units;

/**
 * A stack of recurrent layers: `[time, features]` to `[time, units]`, or `[time, 2 · units]` if bidirectional.
 * Padding follows the valid steps, so it never reaches a valid state in either direction.
 */
export const recurrent = layerOf({
  type: 'recurrent',
  doc: 'A stack of recurrent layers over time.',
  options,
  stem: ({ cell }) => cell,
  output(values, input) {
    const { steps } = expectKind(input, 'sequence');
    if (values.inputDropout > 0 && isOneHot(input)) {
      throw new SpecError(
        'cannot drop entries of one-hot tokens: expected inputDropout 0, or an embedding before it',
      );
    }
    return { kind: 'sequence', features: outputFeatures(values), steps };
  },
  parameters(values, input) {
    const { features } = expectKind(input, 'sequence');
    const { units, layers } = values;
    const cell = cellOf(values.cell);
    const own = cell.weights(units);
    for (const name of PROJECTION) {
      if (!Object.hasOwn(own, name)) continue;
      throw new SpecError(
        `The cell ${cell.name} cannot call a weight "${name}", as that of the input projection is called so.`,
      );
    }
    const definitions: Record<string, ParameterDefinition> = {};
    for (let layer = 0; layer < layers; layer++) {
      const inputs = layer === 0 ? features : outputFeatures(values);
      const width = cell.gates * units;
      for (const direction of directions(values)) {
        const kernel = { shape: [inputs, width], initializer: glorotUniform({ blocks: cell.gates }) };
        const bias = { shape: [width], initializer: cell.bias ?? zeros() };
        for (const [name, weight] of Object.entries({ kernel, bias, ...own })) {
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
      const [rate, mask] =
        layer === 0 ? ([values.inputDropout, 'example'] as const) : ([values.dropout, 'element'] as const);
      signal = rate > 0 ? { ...signal, value: ops.dropout(signal.value, rate, mask) } : signal;
      const sequences = passes.map((direction) =>
        pass(ops, values, signal, select(weights, `${layer}.${direction}.`), direction),
      );
      const [forward, backward] = sequences;
      const merged = !backward
        ? forward!
        : values.merge === 'sum'
          ? ops.add(forward!, backward)
          : ops.concat(sequences);
      signal = { shape, value: merged, lengths: input.lengths };
    }
    return signal;
  },
});

type Direction = 'forward' | 'backward';

const directions = ({ bidirectional }: OptionValues<typeof options>): Direction[] =>
  bidirectional ? ['forward', 'backward'] : ['forward'];

function pass<T>(
  ops: Ops<T>,
  { cell, units, recurrentDropout }: OptionValues<typeof options>,
  { shape, value, lengths }: Signal<T>,
  weights: Record<string, T>,
  direction: Direction,
): T {
  return ops.recurrent({
    cell: cellOf(cell),
    units,
    input: value,
    oneHot: shape.kind === 'sequence' && shape.oneHot ? shape.features : undefined,
    lengths: lengths!,
    weights,
    reverse: direction === 'backward',
    dropout: recurrentDropout,
  });
}

/** The weights whose name starts with a prefix, by the rest of the name. */
function select<T>(weights: Record<string, T>, prefix: string): Record<string, T> {
  const chosen = Object.entries(weights).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(chosen.map(([name, value]) => [name.slice(prefix.length), value]));
}
