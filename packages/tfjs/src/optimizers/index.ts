import type { OptimizerSpec } from '@rnnlab/trainer';
import { accumulate } from './accumulate.js';
import { adagrad } from './adagrad.js';
import { adam, adamw } from './adam.js';
import { clipByGlobalNorm, clipByNorm, clipByValue } from './clip.js';
import { l2 } from './l2.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';
import { chain, type Transform } from './transform.js';

export type { Transform } from './transform.js';

/** Every optimizer. Their slots mean what they mean in `@rnnlab/onnx`, so that states move between engines. */
const optimizers: { [Type in OptimizerSpec['type']]: (options: never) => Transform } = {
  adagrad,
  adam,
  adamw,
  rmsprop,
  sgd,
};

/** The optimizer of a spec that `@rnnlab/onnx` has accepted. */
export function optimizerFor({ type, ...options }: OptimizerSpec): Transform {
  const { clipValue, clipNorm, clipGlobalNorm, l2: penalty, accumulate: batches = 1, ...own } = options;
  const transforms = [
    clipValue && clipByValue(clipValue),
    clipNorm && clipByNorm(clipNorm),
    clipGlobalNorm && clipByGlobalNorm(clipGlobalNorm),
    penalty && l2(penalty),
    optimizers[type](own as never),
  ];
  const optimizer = chain(...transforms.filter((transform) => typeof transform === 'object'));
  return batches > 1 ? accumulate(batches, optimizer) : optimizer;
}
