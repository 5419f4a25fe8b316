import { type ModelSpec, parameterCount } from '@rnnlab/models';
import type { BiasedVariance, LayerWeight, Placement } from './placement.js';
import type { Tensor, Tensor1D, Tf, Variable } from './tf.js';

interface Part {
  weight: LayerWeight;
  /** Of each entry of the weight, its index in the flat vector. */
  indices: Tensor1D;
  variance?: BiasedVariance | undefined;
}

/** Moves parameters and gradients between the flat vector and the weights of layers. */
export class FlatWeights {
  readonly #tf: Tf;
  readonly #trained: Part[];
  readonly #averages: Part[];
  /** Of each entry of the vector, its place in the gradients of all trained weights, and in a zero behind them. */
  readonly #gradientOrder: Tensor1D;
  /** Of each entry of the vector, its place in the vector, or in the running averages behind it. */
  readonly #averageOrder: Tensor1D;

  constructor(tf: Tf, spec: ModelSpec, placements: readonly Placement[]) {
    this.#tf = tf;
    const whole = (values: Int32Array): Tensor1D => tf.tensor1d(values, 'int32');
    const [trained, averages] = [true, false].map((trainable) =>
      placements.filter(({ weight }) => weight.trainable === trainable),
    ) as [Placement[], Placement[]];
    const toParts = (some: readonly Placement[]): Part[] =>
      some.map((placement) => ({ ...placement, indices: whole(placement.indices) }));
    [this.#trained, this.#averages] = [toParts(trained), toParts(averages)];
    const count = parameterCount(spec);
    const entries = trained.reduce((total, { indices }) => total + indices.length, 0);
    this.#gradientOrder = whole(order(new Int32Array(count).fill(entries), trained, 0));
    const same = Int32Array.from({ length: count }, (_, k) => k);
    this.#averageOrder = whole(order(same, averages, count));
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

  /** The gradient as a flat vector. @param gradients - By the names of the variables. */
  flatten(gradients: Record<string, Tensor>): Tensor1D {
    const tf = this.#tf;
    const parts = this.variables.map((variable): Tensor1D => {
      const gradient = gradients[variable.name];
      return gradient ? tf.reshape(gradient, [-1]) : tf.zeros([variable.size]);
    });
    return tf.gather(tf.concat([...parts, tf.zeros([1]) as Tensor1D]), this.#gradientOrder);
  }

  /**
   * The vector with the running averages as the layers have updated them.
   *
   * @param before - The vector that was written.
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

  /** @param disposeLayers - Gives back the layers; one that is used twice keeps its weights. */
  dispose(disposeLayers: () => void): void {
    const variables = [...this.#trained, ...this.#averages].map(({ weight }) => weight.read());
    disposeLayers();
    this.#tf.dispose(variables.filter(({ isDisposed }) => !isDisposed));
    const parts = [...this.#trained, ...this.#averages].map(({ indices }) => indices);
    this.#tf.dispose([...parts, this.#gradientOrder, this.#averageOrder]);
  }
}

/** Notes for the entries of some weights, one after the other from `start`, where they are. */
function order(places: Int32Array, placements: readonly Placement[], start: number): Int32Array {
  let place = start;
  for (const { indices } of placements) for (const index of indices) places[index] = place++;
  return places;
}
