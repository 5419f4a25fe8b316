import { SpecError } from './errors.js';
import type { Initializer } from './initializers.js';
import type { ResolvedLayer } from './spec.js';

/** A float32 has 4 bytes, and a file of protocol buffers less than 2 GiB. */
const MAX_PARAMETERS = 2 ** 29 - 1;

/** A parameter of a model, and its position in the flat vector of all parameters. */
export interface Parameter {
  /** Unique in the model: `1.recurrent.0.forward.kernel`. */
  name: string;
  /** Index of its layer. */
  layer: number;
  shape: readonly number[];
  /** Number of entries. */
  size: number;
  /** Position of its first entry in the flat vector. */
  offset: number;
  initializer: Initializer;
  /** False for running averages, which a layer itself updates. */
  trainable: boolean;
}

/**
 * Lays out the parameters of layers in one flat vector, row-major.
 *
 * @throws {SpecError} When there are more than an ONNX file holds.
 */
export function layOutParameters(layers: readonly ResolvedLayer[]): Parameter[] {
  const parameters: Parameter[] = [];
  let offset = 0;
  for (const { index, layer, options, input } of layers) {
    for (const [name, { shape, initializer, trainable = true }] of Object.entries(
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
        trainable,
      });
      offset += size;
    }
  }
  if (offset > MAX_PARAMETERS) {
    throw new SpecError(
      `The model has ${offset.toLocaleString('en')} parameters: expected at most ${MAX_PARAMETERS.toLocaleString('en')}, the 2 GiB that an ONNX file holds.`,
    );
  }
  return parameters;
}
