import type { Tensor } from '../feeds.js';

/** A tensor of ONNX Runtime or of feeds. */
interface Source {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** The k-th of what a tensor stacks on its first axis, in the same memory. */
export function slice({ type, dims, data }: Source, k: number): Tensor {
  const [, ...rest] = dims;
  const size = product(rest);
  const part = (data as Float32Array).subarray(k * size, (k + 1) * size);
  return { type: type as Tensor['type'], dims: rest, data: part };
}

/** Entries `from` up to `to` of one of a tensor's axes, a copy. */
export function cut({ type, dims, data }: Source, axis: number, from: number, to: number): Tensor {
  const source = data as Float32Array;
  const inner = product(dims.slice(axis + 1));
  const row = dims[axis]! * inner;
  const kept = (to - from) * inner;
  const outer = product(dims.slice(0, axis));
  const part = new (source.constructor as Float32ArrayConstructor)(outer * kept);
  for (let k = 0; k < outer; k++) {
    part.set(source.subarray(k * row + from * inner, k * row + to * inner), k * kept);
  }
  return {
    type: type as Tensor['type'],
    dims: dims.map((size, k) => (k === axis ? to - from : size)),
    data: part,
  };
}

/** Tensors one after the other on their first axis. */
export function stack(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor];
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  const rows = parts.reduce((sum, { dims }) => sum + dims[0]!, 0);
  return { ...first, dims: [rows, ...first.dims.slice(1)], data };
}
