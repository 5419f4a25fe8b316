import type { DataType, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from './tf.js';

/**
 * Kernels of gradients for which the CPU backend's are taken: that of the filters of a convolution, which the wasm backend
 * lacks, and that of the largest of a window, which is wrong for many windows, such as those of 2 × 1 or with padding (4.22).
 */
const replaced = ['Conv2DBackpropFilter', 'MaxPoolGrad'];

interface CpuBackend {
  firstUse: boolean;
  makeTensorInfo(shape: number[], type: DataType, values: unknown): TensorInfo;
  readSync(id: object): unknown;
  disposeData(id: object, force: boolean): boolean;
}

interface WasmBackend {
  readSync(id: object): unknown;
  makeOutput(shape: number[], type: DataType, memory: undefined, values: unknown): TensorInfo;
}

/** Lets the wasm backend train every layer: what it lacks, or gets wrong, runs as JavaScript. */
export function completeKernels(tf: Tf): void {
  const present = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  const cpu = tf.findBackend('cpu') as unknown as CpuBackend;
  // On its first use it prints that it is slow.
  cpu.firstUse = false;
  for (const kernelName of replaced) {
    if (present.has(kernelName)) tf.unregisterKernel(kernelName, 'wasm');
    const kernel = tf.getKernel(kernelName, 'cpu');
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: onCpu(kernel, cpu) });
  }
  if (!present.has('UnsortedSegmentSum')) {
    tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: segmentSum });
  }
}

/**
 * Adds up rows by their ids, and passes over ids that are negative: the CPU backend goes through all rows once for each id,
 * which takes minutes for 20,000 words.
 */
const segmentSum: KernelConfig['kernelFunc'] = ({ inputs, attrs, backend }) => {
  const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
  const { numSegments } = attrs as { numSegments: number };
  const wasm = backend as WasmBackend;
  const [rows, ids] = [x, segmentIds].map(({ dataId }) => wasm.readSync(dataId)) as [
    Float32Array,
    Int32Array,
  ];
  const row = x.shape.slice(segmentIds.shape.length);
  const width = row.reduce((product, size) => product * size, 1);
  const sums = new Float32Array(numSegments * width);
  ids.forEach((id, r) => {
    if (id < 0) return;
    for (let k = 0; k < width; k++) sums[id * width + k]! += rows[r * width + k]!;
  });
  return wasm.makeOutput([numSegments, ...row], 'float32', undefined, sums);
};

/** Copies a kernel's inputs to the CPU backend and its output back. */
const onCpu =
  ({ kernelFunc }: KernelConfig, cpu: CpuBackend): KernelConfig['kernelFunc'] =>
  ({ inputs, attrs, backend }) => {
    const wasm = backend as WasmBackend;
    const copies = Object.entries(inputs).map(([name, tensor]): [string, TensorInfo] => {
      const { shape, dtype, dataId } = tensor as TensorInfo;
      return [name, cpu.makeTensorInfo(shape, dtype, wasm.readSync(dataId))];
    });
    const output = kernelFunc({
      inputs: Object.fromEntries(copies),
      attrs: attrs!,
      backend: cpu,
    }) as TensorInfo;
    const result = wasm.makeOutput(output.shape, output.dtype, undefined, cpu.readSync(output.dataId));
    for (const { dataId } of [...copies.map(([, copy]) => copy), output]) cpu.disposeData(dataId, true);
    return result;
  };
