import type { DataType, KernelConfig, Tensor4D, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from './tf.js';

/** Attributes of the kernels of convolutions. */
interface Convolution {
  strides: number | [number, number];
  dilations?: [number, number];
  pad: 'valid' | 'same' | number | Padding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Before and after each axis of images `[batch, height, width, channels]`. */
type Padding = Extract<Parameters<Tf['conv2d']>[3], readonly unknown[]>;

type Shape4D = [number, number, number, number];

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

/** Gives the wasm backend the kernels that it lacks or gets wrong. */
export function completeKernels(tf: Tf): void {
  const present = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  const register = (kernelName: string, kernelFunc: KernelConfig['kernelFunc']): void => {
    const own = present.has(kernelName) ? tf.getKernel(kernelName, 'wasm') : undefined;
    if (own) tf.unregisterKernel(kernelName, 'wasm');
    // With its set-up, which a backend that is started again needs.
    tf.registerKernel({ ...own, kernelName, backendName: 'wasm', kernelFunc });
  };
  const cpu = tf.findBackend('cpu') as unknown as CpuBackend;
  // On its first use it prints that it is slow.
  cpu.firstUse = false;
  // Its own is wrong for many windows, such as those of 2 × 1 or with padding (4.22).
  register('MaxPoolGrad', onCpu(tf.getKernel('MaxPoolGrad', 'cpu'), cpu));
  if (!present.has('UnsortedSegmentSum')) register('UnsortedSegmentSum', segmentSum);
  if (!present.has('Conv2DBackpropFilter')) register('Conv2DBackpropFilter', filterGradient(tf));
  for (const name of ['Conv2D', 'FusedConv2D']) {
    register(name, paddedConvolution(tf, tf.getKernel(name, 'wasm')));
  }
}

/** How many zeros a convolution puts around its images. */
function paddingOf(tf: Tf, images: Shape4D, filters: Shape4D, options: Convolution): Padding {
  const { strides, dilations = 1, pad, dimRoundingMode } = options;
  const { computeConv2DInfo } = tf.backend_util;
  const { padInfo } = computeConv2DInfo(images, filters, strides, dilations, pad as 'same', dimRoundingMode);
  const { top, bottom, left, right } = padInfo;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

/** With the zeros counted here: the kernel's own count of `same` is wrong where strides are larger than filters (4.22). */
const paddedConvolution =
  (tf: Tf, { kernelFunc }: KernelConfig): KernelConfig['kernelFunc'] =>
  ({ inputs, attrs, backend }) => {
    const options = attrs as unknown as Convolution;
    const { x, filter } = inputs as Record<'x' | 'filter', TensorInfo>;
    const pad = paddingOf(tf, x.shape as Shape4D, filter.shape as Shape4D, options);
    return kernelFunc({ inputs, attrs: { ...attrs, pad } as typeof attrs, backend });
  };

/**
 * The gradient of a convolution's filters as a convolution: examples become channels, and the output's gradient becomes the
 * filters, dilated by the strides.
 */
const filterGradient =
  (tf: Tf): KernelConfig['kernelFunc'] =>
  ({ inputs, attrs }) =>
    tf.tidy(() => {
      const { x, dy } = inputs as unknown as Record<'x' | 'dy', Tensor4D>;
      const { filterShape, ...options } = attrs as unknown as Convolution & { filterShape: Shape4D };
      const images = tf.transpose(x, [3, 1, 2, 0]);
      const filters = tf.transpose(dy, [1, 2, 0, 3]);
      const pad = paddingOf(tf, x.shape, filterShape, options);
      const sums = tf.conv2d(images, filters, 1, pad, 'NHWC', options.strides);
      // With strides, no filter may have read the last rows and columns.
      const [height, width, channels, units] = filterShape;
      return tf.transpose(tf.slice(sums, [0, 0, 0, 0], [channels, height, width, units]), [1, 2, 0, 3]);
    });

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
