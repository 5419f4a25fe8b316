import type { Tf } from '../tf.js';
import { averagePooling } from './average-pooling.js';
import { type CustomLayer, type LayerClass, registerCustomLayer } from './custom-layer.js';
import { dilatedConvolution } from './dilated-convolution.js';
import { lastStep } from './last-step.js';
import { maskTime } from './mask-time.js';
import { maxOverTime } from './max-over-time.js';
import { meanOverTime } from './mean-over-time.js';
import { oneHot } from './one-hot.js';
import { padTime } from './pad-time.js';
import { recurrent } from './recurrent.js';
import { reverseSequence } from './reverse-sequence.js';
import { sequenceBatchNorm } from './sequence-batch-norm.js';
import { tiedEmbedding } from './tied-embedding.js';
import { windowLengths } from './window-lengths.js';

/** Every layer that TensorFlow.js lacks. */
const customLayers = {
  averagePooling,
  dilatedConvolution,
  lastStep,
  maskTime,
  maxOverTime,
  meanOverTime,
  oneHot,
  padTime,
  recurrent,
  reverseSequence,
  sequenceBatchNorm,
  tiedEmbedding,
  windowLengths,
};

/** Makes a layer that TensorFlow.js lacks, by its name and options. */
export type CustomLayers = {
  [Name in keyof typeof customLayers]: (
    options: { name: string } & ((typeof customLayers)[Name] extends CustomLayer<infer Options>
      ? Options
      : never),
  ) => InstanceType<LayerClass>;
};

const registered = new WeakMap<object, CustomLayers>();

/** Registers the layers with a copy of TensorFlow.js, once. */
export function customLayersOf(tf: Tf): CustomLayers {
  const known = registered.get(tf.layers.Layer);
  if (known) return known;
  const entries = Object.entries(customLayers).map(([name, layer]) => {
    const Class = registerCustomLayer(tf, layer as unknown as CustomLayer<never>);
    return [name, (options: ConstructorParameters<LayerClass>[0]) => new Class(options)];
  });
  const made = Object.fromEntries(entries) as CustomLayers;
  registered.set(tf.layers.Layer, made);
  return made;
}
