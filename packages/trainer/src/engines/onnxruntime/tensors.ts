import type { Tensor as OrtTensor } from 'onnxruntime-node';
import type { Tensor, Tensors } from '../feeds.js';

/** The part of the API that `onnxruntime-node` and `onnxruntime-web` have in common. */
export type Ort = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor' | 'env'>;

/** Tensors of ONNX Runtime, by the names of a program's inputs or outputs. */
export type OrtTensors = Record<string, OrtTensor>;

export const toOrt = (ort: Ort, feeds: Tensors): OrtTensors =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new ort.Tensor(type, data as Float32Array, dims),
    ]),
  );

/** Plain tensors, which can be sent to another thread. */
export const fromOrt = (tensors: OrtTensors): Tensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { type, dims, data }]) => [
      name,
      { type, dims: [...dims], data } as Tensor,
    ]),
  );

export const vectorTensor = (ort: Ort, data: Float32Array): OrtTensor =>
  new ort.Tensor('float32', data, [data.length]);

export const float32Data = (tensor: OrtTensor | undefined): Float32Array => tensor!.data as Float32Array;

/** A program's outputs `next_NAME` under the names of the inputs that they are in the next run. */
export const withoutNextPrefix = <Value>(outputs: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name.slice('next_'.length), tensor]));

/** A tensor of ONNX Runtime or of feeds. */
interface AnyTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** The k-th entry of a tensor's first axis, a view of the same memory. */
export function entryView({ type, dims, data }: AnyTensor, k: number): Tensor {
  const [, ...rest] = dims;
  const size = product(rest);
  const view = (data as Float32Array).subarray(k * size, (k + 1) * size);
  return { type: type as Tensor['type'], dims: rest, data: view };
}

/** Entries `from` up to `to` of one of a tensor's axes, a copy. */
export function sliceAxis({ type, dims, data }: AnyTensor, axis: number, from: number, to: number): Tensor {
  const source = data as Float32Array;
  const inner = product(dims.slice(axis + 1));
  const row = dims[axis]! * inner;
  const kept = (to - from) * inner;
  const outer = product(dims.slice(0, axis));
  const slice = new (source.constructor as Float32ArrayConstructor)(outer * kept);
  for (let k = 0; k < outer; k++) {
    slice.set(source.subarray(k * row + from * inner, k * row + to * inner), k * kept);
  }
  return {
    type: type as Tensor['type'],
    dims: dims.map((size, k) => (k === axis ? to - from : size)),
    data: slice,
  };
}

/** Joins tensors along their first axis. */
export function concatenate(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors as [Tensor];
  const data = new Float32Array(tensors.reduce((sum, tensor) => sum + tensor.data.length, 0));
  let offset = 0;
  for (const tensor of tensors) {
    data.set(tensor.data, offset);
    offset += tensor.data.length;
  }
  const rows = tensors.reduce((sum, { dims }) => sum + dims[0]!, 0);
  return { ...first, dims: [rows, ...first.dims.slice(1)], data };
}

/** The memory of tensors. */
export const dataOf = (tensors: Record<string, { readonly data: unknown }>): ArrayBufferView[] =>
  Object.values(tensors).map(({ data }) => data as ArrayBufferView);

/**
 * Frees memory at once. The outputs of ONNX Runtime are new memory in every run; left to the garbage collector, which
 * waits for about 64 MB of it, old states pile up.
 *
 * @param data - Nobody may read it any more. Shared memory, and memory that cannot be detached, stays.
 */
export function free(data: Iterable<ArrayBufferView>): void {
  for (const { buffer } of data) {
    // A detached buffer cannot be detached again.
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength === 0) continue;
    try {
      detach(buffer);
    } catch {
      // The garbage collector will have it.
    }
  }
}

function detach(buffer: ArrayBuffer & { transfer?(length: number): ArrayBuffer }): void {
  if (buffer.transfer) {
    buffer.transfer(0);
    return;
  }
  if (!closedPort) {
    closedPort = new MessageChannel().port1;
    closedPort.close();
  }
  closedPort.postMessage(undefined, [buffer]);
}

/** For Node before 22: what is transferred to a port that nobody listens to is gone. */
let closedPort: TransferPort | undefined;

interface TransferPort {
  postMessage(message: undefined, transfer: ArrayBuffer[]): void;
  close(): void;
}

/** The types of the DOM are not loaded, and those of Node do not have it as a global. */
declare const MessageChannel: new () => { port1: TransferPort };
