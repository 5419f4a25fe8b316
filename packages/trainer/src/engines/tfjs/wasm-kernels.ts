import type { DataType, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from './tf.js';

/**
 * Kernels of gradients that the wasm backend lacks: of look-ups, and of the filters of a convolution; and that of
 * the largest of a window, which is wrong for many windows, such as those of 2 × 1 or with padding (4.22).
 */
const replaced = ['UnsortedSegmentSum', 'Conv2DBackpropFilter', 'MaxPoolGrad'];

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
}

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
