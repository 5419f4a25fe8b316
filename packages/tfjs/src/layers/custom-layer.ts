import type { Layer, Sizes, Tensor, Tf } from '../tf.js';

/** The shapes of a layer's weights, by name. */
export type CustomWeights = Record<string, readonly number[]>;

/** The computation of a layer that TensorFlow.js lacks, for one set of options. */
interface Computation {
  /** Weights in the order in which they are stored. */
  weights?: CustomWeights;
  /** Names of the weights that training does not change. */
  untrained?: readonly string[];
  /** Infers the output's sizes from those of the inputs. */
  output(inputs: [Sizes, ...Sizes[]]): Sizes;
  compute(inputs: Tensor[], context: ComputeContext): Tensor;
}

interface ComputeContext {
  weights: Record<string, Tensor>;
  training: boolean;
  /** Sets a weight that is not trained. */
  assign(name: string, value: Tensor): void;
}

/** A layer type that TensorFlow.js lacks: its name in a saved model, and its computation from options, which are JSON. */
export interface CustomLayer<Options> {
  className: string;
  define(tf: Tf, options: Options): Computation;
}

/** Defines a custom layer, with its options typed in its functions. */
export const defineCustomLayer = <Options extends object>(
  layer: CustomLayer<Options>,
): CustomLayer<Options> => layer;

/** A layer's options, with those of every layer. */
type Config = { name?: string; trainable?: boolean } & Record<string, unknown>;

/** The constructor of a registered layer. */
type LayerClass = new (config: Config) => Layer;

const registered = new WeakMap<object, Map<CustomLayer<never>, LayerClass>>();

/** The class of a custom layer, registered once with a copy of TensorFlow.js so that saved models with it can be loaded. */
export function registeredClass(tf: Tf, layer: CustomLayer<never>): LayerClass {
  const classes = registered.get(tf.layers.Layer) ?? new Map<CustomLayer<never>, LayerClass>();
  registered.set(tf.layers.Layer, classes);
  const known = classes.get(layer);
  if (known) return known;
  const made = makeClass(tf, layer);
  tf.serialization.registerClass(made as never);
  classes.set(layer, made);
  return made;
}

/** Makes a layer that TensorFlow.js lacks from its options. */
export type MakeCustomLayer = <Options extends object>(
  layer: CustomLayer<Options>,
  options: Options & { name: string },
) => Layer;

/** Makes custom layers of a copy of TensorFlow.js. */
export const customLayerMaker =
  (tf: Tf): MakeCustomLayer =>
  (layer, options) =>
    new (registeredClass(tf, layer as CustomLayer<never>))(options as Config);

/** A layer class of TensorFlow.js that computes as a custom layer does. */
function makeClass(tf: Tf, { className, define }: CustomLayer<never>): LayerClass {
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
  return Custom as unknown as LayerClass;
}
