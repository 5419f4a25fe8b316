import type { CustomName, Options, OptionsInput, OptionValues } from '@rnnlab/shared';
import type { layers } from './layers/index.js';
import type { Layer, SignalShape } from './layers/layer.js';

type Layers = typeof layers;

/**
 * A layer of a model spec: its `type`, that type's options, and a `name`, by which its output can be asked for.
 * Default: a name such as `conv1`, see {@link resolveModel}.
 */
export type LayerSpec =
  | {
      [Type in keyof Layers]: { type: Type; name?: string } & OptionsInput<Layers[Type]['options']>;
    }[keyof Layers]
  | CustomLayerSpec;

/** A layer of a type that a user defined by `defineLayer`. */
export interface CustomLayerSpec {
  type: CustomName;
  name?: string;
  [option: string]: unknown;
}

/** The input of a model. `steps` fixes the number of time steps that every example is padded to. */
export type InputSpec =
  /** Integer ids below `vocabulary`, `[batch, time]`. */
  | { type: 'tokens'; vocabulary: number; steps?: number }
  /** A vector per time step, `[batch, time, features]`. */
  | { type: 'sequence'; features: number; steps?: number }
  /** Images, `[batch, channels, height, width]`. */
  | { type: 'image'; channels: number; height: number; width: number }
  /** A vector per example, `[batch, features]`. */
  | { type: 'vector'; features: number };

/** A model as data, the spec of its input and layers: it can be stored, compared, sent to another machine and built by any engine. */
export interface ModelSpec {
  /** The address of its JSON Schema. */
  $schema?: string;
  input: InputSpec;
  layers: LayerSpec[];
}

/** A layer of a checked spec, with its defaults filled in and its shapes. */
export interface ResolvedLayer {
  /** Index in the spec, from 0. */
  index: number;
  /** Unique in the model: `conv1`, or the name in the spec. */
  name: string;
  /** The layer type. */
  layer: Layer;
  options: OptionValues<Options>;
  /** Shape of its input. */
  input: SignalShape;
  /** Shape of its output. */
  output: SignalShape;
}
