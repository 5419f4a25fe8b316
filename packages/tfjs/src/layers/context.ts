import type { DropoutMask, ResolvedLayer, SignalShape } from '@rnnlab/models';
import type { Layer, SymbolicTensor, Tf } from '../tf.js';
import type { BiasedVariance, Sources } from '../weights.js';
import type { MakeCustomLayer } from './custom-layer.js';

/** A value between layers: sequences are `[batch, time, features]`, images `[batch, height, width, channels]`. */
export interface Flow {
  shape: SignalShape;
  value: SymbolicTensor;
  /** `[batch, 1]`, for tokens and sequences. */
  lengths?: SymbolicTensor | undefined;
}

/** Dropout of a model: drawn by TensorFlow.js, or by the host. */
export interface Dropouts {
  /** Dropout of a sequence, an image or a vector. */
  apply(flow: Flow, rate: number, mask: DropoutMask, name: string): SymbolicTensor;
  /** The mask of recurrent dropout, if the layer does not draw it itself. */
  recurrentMask(units: number, rate: number): SymbolicTensor | undefined;
}

/** An embedding whose table the output shares, with the ids that it looks up. */
export interface TiedTable {
  layer: Layer;
  ids: SymbolicTensor;
}

/** The context in which a layer of a spec is built. */
export interface Context<Options = Record<string, unknown>> {
  tf: Tf;
  /** Makes a layer that TensorFlow.js lacks. */
  custom: MakeCustomLayer;
  dropouts: Dropouts;
  /** The prefix of its parameters, and of the layers built for it: `1.recurrent`. */
  name: string;
  options: Options;
  output: SignalShape;
  /** Whether the output shares the table of this embedding. */
  isTied: boolean;
  /** Embeddings that the output shares, by the index of their layer. */
  tables: Map<number, TiedTable>;
  index: ResolvedLayer['index'];
  /**
   * Applies a layer with weights.
   *
   * @param sources - The sources of the weights; `of` takes a parameter's name without {@link Context.name}.
   */
  apply(
    layer: Layer,
    inputs: SymbolicTensor | SymbolicTensor[],
    sources: Sources,
    variances?: (BiasedVariance | undefined)[],
  ): SymbolicTensor;
}

/** Builds one type of layer of a spec. */
export type LayerBuilder<Options = Record<string, unknown>> = (
  context: Context<Options>,
  input: Flow,
) => Omit<Flow, 'shape'>;

/** Defines a builder, with the layer's options typed in it. */
export const defineBuilder = <Options>(builder: LayerBuilder<Options>): LayerBuilder =>
  builder as LayerBuilder;

/** Applies a layer without weights. */
export const connect = (layer: Layer, ...inputs: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as SymbolicTensor;
