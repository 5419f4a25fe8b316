import type { Generator } from '@rnnlab/shared';
import { InferenceError } from '../../error.js';
import { draw } from '../samplers/draw.js';
import { samplers } from '../samplers/index.js';
import { scaleOf } from '../samplers/temperature.js';

/** How the next token is chosen. */
export interface SamplingOptions {
  /** What logits are divided by, above 0; 1 by default, which is what the model has learnt. */
  temperature?: number | undefined;
  /** Draw from so many of the likeliest tokens only. */
  topK?: number | undefined;
  /** Draw from the fewest likeliest tokens only whose probabilities, after the temperature, sum to this. */
  topP?: number | undefined;
  /** Draw from the tokens only that are at least so many times as likely as the likeliest. */
  minP?: number | undefined;
  /** The likeliest token each time, without a draw. */
  greedy?: boolean | undefined;
}

/** How to choose tokens, checked. */
export interface Choice {
  greedy: boolean;
  /** What logits are multiplied by. */
  scale: number;
  /** Chooses from the logits of a step, where more than the scale decides. */
  choose: ((logits: Float32Array, random: Generator) => number) | undefined;
}

const names = Object.keys(samplers) as (keyof typeof samplers)[];

/** @throws InferenceError for options that do not go together, and numbers that cannot be */
export function choiceOf(options: SamplingOptions): Choice {
  const given = names.filter((name) => options[name] !== undefined);
  const chain = given.map((name) => samplers[name](options[name]!));
  if (options.greedy === true) {
    if (given.length === 0) return { greedy: true, scale: 1, choose: undefined };
    throw new InferenceError(
      `greedy takes the likeliest token and draws nothing, so ${given[0]} does not go with it.`,
    );
  }
  const scale = options.temperature === undefined ? 1 : scaleOf(options.temperature);
  if (given.every((name) => name === 'temperature')) return { greedy: false, scale, choose: undefined };
  return {
    greedy: false,
    scale,
    choose: (logits, random) =>
      draw(
        chain.reduce((changed, sampler) => sampler(changed), logits),
        random,
      ),
  };
}
