import type { OptimiserSpec } from '@rnnlab/onnx';
import { accumulate } from './accumulate.js';
import { adagrad } from './adagrad.js';
import { adam, adamw } from './adam.js';
import { clipByGlobalNorm, clipByNorm, clipByValue } from './clip.js';
import { l2 } from './l2.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';
import { chain, type Transform } from './transform.js';

export type { Transform } from './transform.js';

/** Every optimiser. Their slots mean what they mean in `@rnnlab/onnx`, so that states move between engines. */
const optimisers: { [Type in OptimiserSpec['type']]: (options: never) => Transform } = {
  adagrad,
  adam,
  adamw,
  rmsprop,
  sgd,
};

/** The optimiser of a spec that `@rnnlab/onnx` has accepted. */
export function optimiserFor({ type, ...options }: OptimiserSpec): Transform {
  const { clipValue, clipNorm, clipGlobalNorm, l2: penalty, accumulate: batches = 1, ...own } = options;
  const transforms = [
    clipValue && clipByValue(clipValue),
    clipNorm && clipByNorm(clipNorm),
    clipGlobalNorm && clipByGlobalNorm(clipGlobalNorm),
    penalty && l2(penalty),
    optimisers[type](own as never),
  ];
  const optimiser = chain(...transforms.filter((transform) => typeof transform === 'object'));
  return batches > 1 ? accumulate(batches, optimiser) : optimiser;
}
