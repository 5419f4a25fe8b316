import type { Initializer, Random } from './initializers/index.js';
import { SpecError } from './spec/error.js';
import { resolveSpec } from './spec/resolve.js';
import type { ModelSpec } from './spec/spec.js';

/** A float32 has 4 bytes, and a file of protocol buffers less than 2 GiB. */
const MOST_PARAMETERS = 2 ** 29 - 1;

/** Where a parameter stands in the flat vector of all parameters. */
export interface Parameter {
  /** Unique in the model: `1.recurrent.0.forward.kernel`. */
  name: string;
  /** Index of its layer. */
  layer: number;
  shape: readonly number[];
  /** Entries. */
  size: number;
  /** Entries before it. */
  offset: number;
  initializer: Initializer;
  /** False for running averages, which a layer itself updates. */
  trained: boolean;
}

/**
 * All parameters of a model in the order of its layers: one flat vector, each parameter row-major.
 *
 * @throws {@link SpecError} if the spec cannot be built.
 */
export function parametersOf(spec: ModelSpec): Parameter[] {
  const parameters: Parameter[] = [];
  let offset = 0;
  for (const { index, layer, options, input } of resolveSpec(spec).layers) {
    for (const [name, { shape, initializer, trained = true }] of Object.entries(
      layer.parameters(options, input),
    )) {
      const size = shape.reduce((product, n) => product * n, 1);
      parameters.push({
        name: `${index}.${layer.type}.${name}`,
        layer: index,
        shape,
        size,
        offset,
        initializer,
        trained,
      });
      offset += size;
    }
  }
  if (offset > MOST_PARAMETERS) {
    throw new SpecError(
      `The model has ${offset.toLocaleString('en')} parameters: expected at most ${MOST_PARAMETERS.toLocaleString('en')}, the 2 GiB that an ONNX file holds.`,
    );
  }
  return parameters;
}

/** Entries of all parameters together. */
export const parameterCount = (spec: ModelSpec): number =>
  parametersOf(spec).reduce((total, { size }) => total + size, 0);

/**
 * Initial weights as one flat vector.
 *
 * @param random - Uniform draws from [0, 1): the same draws give the same weights on every machine.
 */
export function initialize(spec: ModelSpec, random: Random): Float32Array {
  const vector = new Float32Array(parameterCount(spec));
  for (const { shape, offset, initializer } of parametersOf(spec))
    vector.set(initializer(shape, random), offset);
  return vector;
}
