import { isWholeNumber, shown } from '@rnnlab/shared';
import { SpecError } from './errors.js';
import type { Initializer } from './initializers.js';
import type { ParameterDefinition } from './layers/layer.js';
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

/** The parameters that a layer itself defines, by its own names for them. */
export const ownParameters = ({ layer, options, input }: ResolvedLayer): [string, ParameterDefinition][] =>
  Object.entries(layer.parameters(options, input)).flatMap(([name, definition]) =>
    definition === undefined ? [] : [[name, definition]],
  );

/**
 * Lays out the parameters of layers in one flat vector, row-major.
 *
 * @throws {SpecError} When there are more than an ONNX file holds.
 */
export function layOutParameters(layers: readonly ResolvedLayer[]): Parameter[] {
  const parameters: Parameter[] = [];
  let offset = 0;
  for (const resolved of layers) {
    const { index, layer } = resolved;
    for (const [name, { shape, initializer, trainable = true }] of ownParameters(resolved)) {
      checkParameter(`Layer ${index} (${layer.type}): the parameter ${name}`, { shape, initializer });
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

/** @throws {SpecError} For what a layer or a cell of a user's may give instead of a parameter. */
function checkParameter(what: string, { shape, initializer }: ParameterDefinition): void {
  if (!Array.isArray(shape) || !shape.every((size) => isWholeNumber(size, 1))) {
    throw new SpecError(
      `${what} must have a shape of whole numbers of at least 1, received ${shown(shape)}.`,
    );
  }
  if (typeof initializer !== 'function') {
    throw new SpecError(
      `${what} must have an initializer, such as zeros() or glorotUniform(), received ${shown(initializer)}.`,
    );
  }
}
