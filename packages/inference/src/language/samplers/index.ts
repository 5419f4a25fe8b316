import type { Rule } from '@rnnlab/shared';
import { minP } from './min-p.js';
import { probability, type Sampler } from './sampler.js';
import { temperature, temperatureRule } from './temperature.js';
import { topK, topKRule } from './top-k.js';
import { topP } from './top-p.js';

/** Every sampler that is made of one number, in the order in which they are applied. */
export const samplers = { temperature, topK, topP, minP } satisfies Record<
  string,
  (value: number) => Sampler
>;

/** What those numbers must be. */
export const rules: Readonly<Record<keyof typeof samplers, Rule>> = {
  temperature: temperatureRule,
  topK: topKRule,
  topP: probability,
  minP: probability,
};
