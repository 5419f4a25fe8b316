import { type ModelSpec, parametersOf } from '@rnnlab/models';
import type { Layer, Tensor, Tf } from './tf.js';

/** A weight of a layer of TensorFlow.js. */
export type LayerWeight = Layer['weights'][number];

/** Where the entries of a layer's weight stand in the flat vector of all parameters. */
export interface Placement {
  weight: LayerWeight;
  /** For each entry of the weight, row-major, its index in the vector. */
  indices: Int32Array;
  /** If it is a running variance of which TensorFlow.js keeps the biased estimate. */
  variance?: BiasedVariance | undefined;
}

export interface BiasedVariance {
  /** Share of it that is kept at each step. */
  momentum: number;
  /** Entries of an example that it is taken over. */
  entries: number;
}

/**
 * The indices of a layer's weights, in their order: parameters, as tensors of the indices of their entries, cut,
 * turned and joined as the layer wants them.
 *
 * @param of - The indices of a parameter by its full name.
 */
export type Sources = (of: (name: string) => Tensor) => Tensor[];

/** Notes where the weights of a model come from. */
export class Placements {
  readonly all: Placement[] = [];
  readonly #tf: Tf;
  readonly #parameters: Map<string, { offset: number; size: number; shape: readonly number[] }>;

  constructor(tf: Tf, spec: ModelSpec) {
    this.#tf = tf;
    this.#parameters = new Map(parametersOf(spec).map((parameter) => [parameter.name, parameter]));
  }

  /** @param layer - A layer that has been applied. */
  add(layer: Layer, sources: Sources, variances: (BiasedVariance | undefined)[] = []): void {
    const indices = this.#tf.tidy(() =>
      sources((name) => this.#indicesOf(name)).map((source) => Int32Array.from(source.dataSync())),
    );
    layer.weights.forEach((weight, k) => {
      this.all.push({ weight, indices: indices[k]!, variance: variances[k] });
    });
  }

  #indicesOf(name: string): Tensor {
    const { offset, size, shape } = this.#parameters.get(name)!;
    return this.#tf.tensor(
      Int32Array.from({ length: size }, (_, k) => offset + k),
      [...shape],
      'int32',
    );
  }
}

/** Sets the weights of a model from the flat vector. */
export function setWeights(tf: Tf, placements: readonly Placement[], parameters: Float32Array): void {
  for (const { weight, indices } of placements) {
    tf.tidy(() => {
      const values = Float32Array.from(indices, (index) => parameters[index]!);
      weight.write(tf.tensor(values, weight.shape as number[]));
    });
  }
}
