import type { Layer, Sizes, Tensor, Tf } from '../tf.js';

/** A weight of a layer, by its name and shape. */
export type CustomWeights = Record<string, readonly number[]>;

/** How a layer that TensorFlow.js lacks computes, for one set of options. */
export interface Computation {
  /** Weights in the order in which they are stored. */
  weights?: CustomWeights;
  /** Those of them that training does not change. */
  untrained?: readonly string[];
  /** The output's sizes from those of the inputs. */
  output(inputs: [Sizes, ...Sizes[]]): Sizes;
  /** @param assign - Changes a weight that is not trained. */
  compute(inputs: Tensor[], context: ComputeContext): Tensor;
}

export interface ComputeContext {
  weights: Record<string, Tensor>;
  training: boolean;
  /** Sets a weight that is not trained. */
  assign(name: string, value: Tensor): void;
}

/** A kind of layer that TensorFlow.js lacks: its name in a saved model, and what its options, as data, mean. */
export interface CustomLayer<Options> {
  className: string;
  define(tf: Tf, options: Options): Computation;
}

/** Types a layer's options through to its functions. */
export const defineCustomLayer = <Options extends object>(
  layer: CustomLayer<Options>,
): CustomLayer<Options> => layer;

/** A layer's options with those that every layer has. */
type Config = { name?: string; trainable?: boolean } & Record<string, unknown>;

/** The constructor of a registered layer. */
export type LayerClass = new (config: Config) => Layer;

/** Makes a class of a custom layer, and registers it so that saved models with it can be loaded. */
export function registerCustomLayer(tf: Tf, { className, define }: CustomLayer<never>): LayerClass {
  class Custom extends tf.layers.Layer {
    static className = className;
    readonly #options: Record<string, unknown>;
    readonly #computation: Computation;
    readonly #weights: Record<string, ReturnType<Layer['addWeight']>> = {};

    constructor({ name, trainable = true, ...options }: Config) {
      super({ ...(name && { name }), trainable });
      this.#options = options;
      this.#computation = define(tf, options as never);
    }

    override build(): void {
      const { weights = {}, untrained = [] } = this.#computation;
      for (const [name, shape] of Object.entries(weights)) {
        this.#weights[name] = this.addWeight(
          name,
          [...shape],
          'float32',
          tf.initializers.zeros(),
          undefined,
          !untrained.includes(name),
        );
      }
      this.built = true;
    }

    override computeOutputShape(shapes: Sizes | Sizes[]): Sizes {
      return this.#computation.output(
        Array.isArray(shapes[0]) ? (shapes as [Sizes, ...Sizes[]]) : [shapes as Sizes],
      );
    }

    override call(inputs: Tensor | Tensor[], { training = false }: { training?: boolean } = {}): Tensor {
      const weights = Object.entries(this.#weights).map(([name, weight]) => [name, weight.read()]);
      return tf.tidy(() =>
        this.#computation.compute(Array.isArray(inputs) ? inputs : [inputs], {
          weights: Object.fromEntries(weights),
          training,
          assign: (name, value) => void this.#weights[name]!.write(value),
        }),
      );
    }

    override getConfig(): ReturnType<Layer['getConfig']> {
      return { ...super.getConfig(), ...(this.#options as ReturnType<Layer['getConfig']>) };
    }
  }
  tf.serialization.registerClass(Custom as never);
  return Custom as unknown as LayerClass;
}
