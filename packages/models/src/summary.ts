import { formatShape } from './layers/index.js';
import { parametersOf } from './parameters.js';
import { resolveSpec } from './spec/resolve.js';
import type { ModelSpec } from './spec/spec.js';

/** One row of a model's summary. */
export interface SummaryRow {
  layer: string;
  /** Shape after the layer, without the batch. */
  output: string;
  /** Trainable entries. */
  parameters: number;
}

/** What each layer is, gives and holds. */
export function summarize(spec: ModelSpec): SummaryRow[] {
  const parameters = parametersOf(spec);
  return resolveSpec(spec).layers.map(({ index, layer, options, output }) => ({
    layer: [layer.type, ...describeOptions(options, layer.options)].join(' '),
    output: formatShape(output),
    parameters: parameters.filter((p) => p.layer === index).reduce((total, { size }) => total + size, 0),
  }));
}

/** Options that differ from their default, as `units 128`. */
function describeOptions(
  values: Record<string, unknown>,
  options: Record<string, { default: unknown }>,
): string[] {
  return Object.entries(values)
    .filter(([name, value]) => name === 'cell' || value !== options[name]?.default)
    .map(([name, value]) => (name === 'cell' ? String(value) : value === true ? name : `${name} ${value}`));
}
