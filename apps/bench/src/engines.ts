import { tfjs } from '@rnnlab/tfjs';
import { type Engine, onnxruntime } from '@rnnlab/trainer';

/** Engines that can be timed. */
const engines = {
  onnxruntime: () => onnxruntime(),
  'onnxruntime-cuda': () => onnxruntime({ device: 'cuda' }),
  tfjs: () => tfjs(),
};

export type EngineName = keyof typeof engines;

export const engineOf = (name: EngineName): Engine => engines[name]();
