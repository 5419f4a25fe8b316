import { minP } from './min-p.js';
import type { Sampler } from './sampler.js';
import { temperature } from './temperature.js';
import { topK } from './top-k.js';
import { topP } from './top-p.js';

/** Every sampler that is made of one number, in the order in which they are applied. */
export const samplers = { temperature, topK, topP, minP } satisfies Record<
  string,
  (value: number) => Sampler
>;
