import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { embedding } from './embedding.js';
import { last } from './last.js';
import { oneHot } from './one-hot.js';
import { recurrent } from './recurrent.js';

export type { Layer, ParameterDefinition } from './layer.js';
export { formatShape, type Signal, type SignalShape } from './signal.js';

/** Every kind of layer, by the `type` a model spec uses. */
export const layers = {
  dense,
  dropout,
  embedding,
  last,
  'one-hot': oneHot,
  recurrent,
};
