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

/** Sizes of a symbolic tensor; null where they are free. */
export type Sizes = (number | null)[];
