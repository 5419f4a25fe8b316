import type { DropoutMask, ResolvedLayer, SignalShape } from '@rnnlab/models';
import type { CustomLayers } from '../custom/index.js';
import type { BiasedVariance, Sources } from '../placement.js';
import type { Layer, SymbolicTensor, Tf } from '../tf.js';

/** What flows between layers: sequences are `[batch, time, features]`, images `[batch, height, width, channels]`. */
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

/** What a layer of a spec is built with. */
export interface Context<Options = Record<string, unknown>> {
  tf: Tf;
  custom: CustomLayers;
  dropouts: Dropouts;
  /** How its parameters start, and the names of what is built for it: `1.recurrent`. */
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
   * @param sources - Where they come from; `of` takes a parameter's name without {@link Context.name}.
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

/** Types a layer's options through to its builder. */
export const defineBuilder = <Options>(builder: LayerBuilder<Options>): LayerBuilder =>
  builder as LayerBuilder;

/** Applies a layer without weights. */
export const connect = (layer: Layer, ...inputs: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as SymbolicTensor;

/** The sequence with zeros in place of its padding. */
export const masked = ({ custom, name }: Context<unknown>, { value, lengths }: Flow): SymbolicTensor =>
  connect(custom.maskTime({ name: `${name}.mask` }), value, lengths!);
