import type { Engine } from '@rnnlab/trainer';
import * as trainer from '@rnnlab/trainer';

/** Engines of the trainer that can be timed, by name. */
const factories: Record<string, (() => Engine) | undefined> = {
  onnxruntime: () => trainer.onnxruntime(),
  'onnxruntime-cuda': () => trainer.onnxruntime({ device: 'cuda' }),
  // Not every version of the trainer has it.
  tfjs: (trainer as unknown as Record<string, (() => Engine) | undefined>).tfjs,
};

/** An engine by its name; undefined if the trainer does not have it. */
export const engineOf = (name: string): Engine | undefined => factories[name]?.();
