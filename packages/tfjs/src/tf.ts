import type * as core from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

/** TensorFlow.js: what `@tensorflow/tfjs`, `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu` export. */
export type Tf = Omit<typeof core, 'default'> & Omit<typeof layers, 'default'>;

export type Tensor = core.Tensor;
export type Scalar = core.Scalar;
export type Tensor1D = core.Tensor1D;
export type Variable = core.Variable;
export type SymbolicTensor = layers.SymbolicTensor;
export type LayersModel = layers.LayersModel;
export type Layer = layers.layers.Layer;

/**
 * A copy of TensorFlow.js, such as `import * as tf from '@tensorflow/tfjs'`, without its types, which are known only
 * where it is installed.
 */
export interface TensorFlow {
  ready(): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: the types of TensorFlow.js say what it takes
  model(options: any): AnyLayersModel;
}

/** A `tf.LayersModel` of a copy of TensorFlow.js whose types are not known. */
export interface AnyLayersModel {
  // biome-ignore lint/suspicious/noExplicitAny: tensors are of types of TensorFlow.js
  predict(inputs: any, options?: any): any;
  // biome-ignore lint/suspicious/noExplicitAny: handlers are of types of TensorFlow.js
  save(handlerOrUrl: any, config?: any): Promise<any>;
  countParams(): number;
  summary(lineLength?: number): void;
}

/** Sizes of a symbolic tensor; null where they are free. */
export type Sizes = (number | null)[];
