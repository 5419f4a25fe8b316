import type { Tensor as OrtTensor } from 'onnxruntime-node';
import type { Tensors } from '../feeds.js';
import type { Ort } from './sessions.js';

/** Tensors of ONNX Runtime, by the names of a program's inputs or outputs. */
export type OrtTensors = Record<string, OrtTensor>;

export const toOrt = (ort: Ort, feeds: Tensors): OrtTensors =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new ort.Tensor(type, data as Float32Array, dims),
    ]),
  );

export const vector = (ort: Ort, data: Float32Array): OrtTensor =>
  new ort.Tensor('float32', data, [data.length]);

/** The memory of tensors. */
export const dataOf = (tensors: Record<string, { readonly data: unknown }>): ArrayBufferView[] =>
  Object.values(tensors).map(({ data }) => data as ArrayBufferView);

export const numbers = (tensor: OrtTensor | undefined): Float32Array => tensor!.data as Float32Array;

/** Outputs under the names of the inputs that they are for in the next run. */
export const withoutNext = <Tensor>(outputs: Record<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name.slice('next_'.length), tensor]));
