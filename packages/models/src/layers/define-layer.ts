import { aFunction, anything, aString, checkOptions, type Options, type Rule } from '@rnnlab/shared';
import { SpecError } from '../errors.js';
import { layerTypes } from './index.js';
import type { Layer } from './layer.js';

const RULES: Record<keyof Layer, Rule> = {
  type: aString,
  doc: aString,
  options: anything,
  stem: aFunction,
  output: aFunction,
  parameters: aFunction,
  shared: aFunction,
  apply: aFunction,
};

/**
 * Defines a layer of your own, for `type` of a layer in a model spec: written in {@link Ops}, its gradient is derived, and it is
 * exported as plain ONNX operators.
 *
 * @param layer - Its `type` has a slash, as in `mine/scale`.
 * @throws {SpecError} For a bad type, and for a layer without options, output, parameters or apply.
 *
 * @example
 * defineLayer({
 *   type: 'mine/scale',
 *   doc: 'Multiplies every feature by a trained number.',
 *   options: { start: { type: 'number', default: 1, description: 'The number before training.' } },
 *   output: (_, input) => input,
 *   parameters: ({ start }, input) => ({
 *     scale: { shape: [input.features], initializer: (shape) => new Float32Array(shape[0]).fill(start) },
 *   }),
 *   apply: (ops, _, input, { scale }) => ({ ...input, value: ops.mul(input.value, scale) }),
 * });
 */
export function defineLayer<const O extends Options>(layer: Layer<O>): Layer<O> {
  checkOptions('defineLayer', layer, RULES, SpecError, [
    'type',
    'doc',
    'options',
    'output',
    'parameters',
    'apply',
  ]);
  layerTypes.define(layer.type, layer as unknown as Layer);
  return layer;
}
