import {
  aFunction,
  anything,
  aString,
  type CustomName,
  checkOptions,
  type Options,
  type Rule,
} from '@rnnlab/shared';
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

/** What every layer in a spec has beside its options. */
const RESERVED = ['type', 'name'];

/**
 * Defines a layer of your own, for `type` of a layer in a model spec: written in {@link Ops}, its gradient is derived, and it is
 * exported as plain ONNX operators. A process that trains it, resumes it or builds its spec calls this first; one that loads
 * an exported file need not.
 *
 * @param layer - Its `type` has a slash, as in `mine/scale`; each of its options says which values it takes, in words of JSON
 *   Schema, and a spec with another value is refused.
 * @throws {SpecError} For a bad type, a bad option, and for a layer without doc, options, output, parameters or apply.
 *
 * @example
 * defineLayer({
 *   type: 'mine/scale',
 *   doc: 'Multiplies every feature by a trained number.',
 *   options: { start: { type: 'number', default: 1, description: 'The number before training.' } },
 *   output: (_, input) => expectReal(input, 'sequence', 'vector'),
 *   parameters: ({ start }, input) => ({
 *     scale: {
 *       shape: [expectReal(input, 'sequence', 'vector').features],
 *       initializer: ([features]) => new Float32Array(features).fill(start),
 *     },
 *   }),
 *   apply: (ops, _, { value }, { scale }) => ({ value: ops.mul(value, scale) }),
 * });
 */
export function defineLayer<const O extends Options>(
  layer: Layer<O> & { readonly type: CustomName },
): Layer<O> {
  checkOptions('defineLayer', layer, RULES, SpecError, [
    'type',
    'doc',
    'options',
    'output',
    'parameters',
    'apply',
  ]);
  layerTypes.define(layer.type, layer as unknown as Layer, RESERVED);
  return layer;
}
