import { checkOptions, type Rule, shown } from '@rnnlab/shared';
import { InferenceError } from '../error.js';
import type { LayerInfo } from '../file/check-graph.js';
import type { Result } from '../session.js';

/** The output of a layer for one example. */
export interface LayerOutput {
  /** Row-major. */
  data: Float32Array;
  /** `[channels, height, width]` after images, `[steps, features]` after sequences, `[features]` after vectors. */
  shape: readonly number[];
}

/** The outputs of the requested layers for one example, by their names. */
export type LayerOutputs = Record<string, LayerOutput>;

/** Options of computing outputs of layers. */
export interface FeaturesOptions {
  /** Names of layers that the file gives. Default: all of them. */
  layers?: readonly string[];
}

const names: Rule = { expected: 'a list of names', accepts: Array.isArray };

/** Selects the requested layers. @throws {InferenceError} For a layer that the file does not give. */
export function chooseLayers(
  given: readonly LayerInfo[],
  options: FeaturesOptions = {},
): readonly LayerInfo[] {
  checkOptions('features', options, { layers: names }, InferenceError);
  if (given.length === 0) {
    throw new InferenceError(
      'The file gives no outputs of layers; export the model with the names of those to look at.',
    );
  }
  const { layers: asked } = options;
  if (asked === undefined) return given;
  return asked.map((name) => {
    const layer = given.find((one) => one.name === name);
    if (layer) return layer;
    const known = given.map((one) => one.name).join(', ');
    throw new InferenceError(`The file does not give the layer ${shown(name)}, expected one of ${known}.`);
  });
}

/** The outputs to request of a run. */
export const outputNames = (layers: readonly LayerInfo[]): string[] =>
  layers.flatMap(({ name, lengths }) => (lengths ? [name, lengths] : [name]));

/**
 * Slices the outputs of layers for one row of a batch, without padding.
 *
 * @param length - Valid steps of the example, if it has any.
 */
export function layerOutputsOf(
  results: Record<string, Result>,
  layers: readonly LayerInfo[],
  row: number,
  length?: number,
): LayerOutputs {
  const outputs = layers.map(({ name, perStep, lengths }): [string, LayerOutput] => {
    const { data, dims } = results[name]!;
    const [, ...shape] = dims;
    const size = shape.reduce((product, n) => product * n, 1);
    const valid = lengths ? results[lengths]!.data[row]! : (length ?? shape[0]!);
    const steps = Math.max(0, Math.min(valid, shape[0]!));
    const kept = perStep ? [steps, shape[1]!] : shape;
    const entries = perStep ? steps * shape[1]! : size;
    return [name, { data: (data as Float32Array).slice(row * size, row * size + entries), shape: kept }];
  });
  return Object.fromEntries(outputs);
}
