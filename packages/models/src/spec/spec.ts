import type { layers } from '../layers/index.js';
import type { Written } from './option.js';

type Layers = typeof layers;

/**
 * A layer as it is written: its `type` and that type's options. It may have a `name` of its own, by which its output
 * can be asked for; without, it has one such as `conv1`.
 */
export type LayerSpec = {
  [Type in keyof Layers]: { type: Type; name?: string } & Written<Layers[Type]['options']>;
}[keyof Layers];

/** What a model reads. `steps` fixes the number of time steps that every example is padded to. */
export type InputSpec =
  /** Integer ids below `vocabulary`, `[batch, time]`. */
  | { type: 'tokens'; vocabulary: number; steps?: number }
  /** A vector per time step, `[batch, time, features]`. */
  | { type: 'sequence'; features: number; steps?: number }
  /** `[batch, channels, height, width]`. */
  | { type: 'image'; channels: number; height: number; width: number }
  /** `[batch, features]`. */
  | { type: 'vector'; features: number };

/** A model as data: it can be stored, compared, sent to another machine and built by any engine. */
export interface ModelSpec {
  input: InputSpec;
  layers: LayerSpec[];
}
