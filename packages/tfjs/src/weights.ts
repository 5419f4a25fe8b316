import { type ModelSpec, parameterCount, parametersOf } from '@rnnlab/models';
import type { Layer, Tensor, Tensor1D, Tf, Variable } from './tf.js';

/** A weight of a layer of TensorFlow.js. */
type LayerWeight = Layer['weights'][number];

/** A weight of a layer, and its entries in the flat vector of all parameters. */
export interface MappedWeight {
  weight: LayerWeight;
  /** For each entry of the weight, row-major, its index in the vector. */
  indices: Int32Array;
  /** Set for a running variance of which TensorFlow.js keeps the biased estimate. */
  variance?: BiasedVariance | undefined;
}

/** A running variance that is the biased estimate; ours is unbiased. */
export interface BiasedVariance {
  /** Share of it that is kept at each step. */
  momentum: number;
  /** Entries of an example that it is taken over. */
  entries: number;
}

/**
 * The indices of a layer's weights, in their order: parameters, as tensors of the indices of their entries, split,
 * transposed and concatenated into the layer's layout.
 *
 * @param of - The indices of a parameter by its full name.
 */
export type Sources = (of: (name: string) => Tensor) => Tensor[];

/** Maps the weights of a model's layers to the flat vector of parameters. */
export class WeightMapping {
  readonly all: MappedWeight[] = [];
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
export function setWeights(tf: Tf, mappedWeights: readonly MappedWeight[], parameters: Float32Array): void {
  for (const { weight, indices } of mappedWeights) {
    tf.tidy(() => {
      const values = Float32Array.from(indices, (index) => parameters[index]!);
      weight.write(tf.tensor(values, weight.shape as number[]));
    });
  }
}

interface Part {
  weight: LayerWeight;
  /** For each entry of the weight, its index in the flat vector. */
  indices: Tensor1D;
  variance?: BiasedVariance | undefined;
}

/** Copies parameters and gradients between the flat vector and the weights of layers. */
export class FlatWeights {
  readonly #tf: Tf;
  readonly #trained: Part[];
  readonly #averages: Part[];
  /** For each entry of the vector, its index in the gradients of all trained weights, followed by a zero. */
  readonly #gradientOrder: Tensor1D;
  /** For each entry of the vector, its index in the vector followed by the running averages. */
  readonly #averageOrder: Tensor1D;

  constructor(tf: Tf, spec: ModelSpec, mappedWeights: readonly MappedWeight[]) {
    this.#tf = tf;
    const intTensor = (values: Int32Array): Tensor1D => tf.tensor1d(values, 'int32');
    const [trained, averages] = [true, false].map((trainable) =>
      mappedWeights.filter(({ weight }) => weight.trainable === trainable),
    ) as [MappedWeight[], MappedWeight[]];
    const toParts = (some: readonly MappedWeight[]): Part[] =>
      some.map((mapped) => ({ ...mapped, indices: intTensor(mapped.indices) }));
    [this.#trained, this.#averages] = [toParts(trained), toParts(averages)];
    const count = parameterCount(spec);
    const entries = trained.reduce((total, { indices }) => total + indices.length, 0);
    this.#gradientOrder = intTensor(invert(new Int32Array(count).fill(entries), trained, 0));
    const same = Int32Array.from({ length: count }, (_, k) => k);
    this.#averageOrder = intTensor(invert(same, averages, count));
  }

  /** The variables that training changes. */
  get variables(): Variable[] {
    return this.#trained.map(({ weight }) => weight.read() as Variable);
  }

  /** Sets the layers' weights. */
  write(parameters: Tensor1D): void {
    const tf = this.#tf;
    for (const { weight, indices } of [...this.#trained, ...this.#averages]) {
      tf.tidy(() => {
        // The wasm backend takes a bias by the shape that its data were made with: a product makes new ones.
        const values = tf.mul(tf.reshape(tf.gather(parameters, indices), weight.shape as number[]), 1);
        weight.write(values);
      });
    }
  }

  /**
   * Flattens the gradient to a vector.
   *
   * @param gradients - By the names of the variables.
   */
  flatten(gradients: Record<string, Tensor>): Tensor1D {
    const tf = this.#tf;
    const parts = this.variables.map((variable): Tensor1D => {
      const gradient = gradients[variable.name];
      return gradient ? tf.reshape(gradient, [-1]) : tf.zeros([variable.size]);
    });
    return tf.gather(tf.concat([...parts, tf.zeros([1]) as Tensor1D]), this.#gradientOrder);
  }

  /**
   * Replaces the running averages of a vector by those that the layers have updated.
   *
   * @param before - The vector before the step.
   */
  withAverages(parameters: Tensor1D, before: Tensor1D, batch: number): Tensor1D {
    const tf = this.#tf;
    if (this.#averages.length === 0) return parameters;
    const values = this.#averages.map(({ weight, indices, variance }): Tensor1D => {
      const value = tf.reshape(weight.read(), [-1]) as Tensor1D;
      if (!variance) return value;
      // Ours is the unbiased estimate: the variance of the batch, which is what momentum left, is scaled to it.
      const count = batch * variance.entries;
      const ofBatch = tf.sub(value, tf.mul(tf.gather(before, indices), variance.momentum));
      return tf.add(value, tf.mul(ofBatch, count / Math.max(count - 1, 1) - 1));
    });
    return tf.gather(tf.concat([parameters, ...values]), this.#averageOrder);
  }

  /** @param disposeLayers - Disposes the layers; one that is used twice keeps its weights. */
  dispose(disposeLayers: () => void): void {
    const variables = [...this.#trained, ...this.#averages].map(({ weight }) => weight.read());
    disposeLayers();
    this.#tf.dispose(variables.filter(({ isDisposed }) => !isDisposed));
    const parts = [...this.#trained, ...this.#averages].map(({ indices }) => indices);
    this.#tf.dispose([...parts, this.#gradientOrder, this.#averageOrder]);
  }
}

/** Inverts the mapping: the positions of the vector's entries among the weights, one after the other from `start`. */
function invert(positions: Int32Array, mappedWeights: readonly MappedWeight[], start: number): Int32Array {
  let position = start;
  for (const { indices } of mappedWeights) for (const index of indices) positions[index] = position++;
  return positions;
}
