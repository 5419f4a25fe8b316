import { InferenceError, shorten } from '../../error.js';
import { nearest } from '../nearest.js';
import type { BeamOptions } from './beam.js';
import type { GenerateManyOptions, GenerateOptions } from './generate.js';
import type { TextOptions } from './text.js';

type Names<Options> = Readonly<Record<keyof Options, true>>;

const text: Names<TextOptions> = { prime: true, condition: true, maxTokens: true, signal: true };
const generate: Names<GenerateOptions> = {
  ...text,
  temperature: true,
  topK: true,
  topP: true,
  minP: true,
  greedy: true,
  stop: true,
  seed: true,
};
const generateMany: Names<GenerateManyOptions> = { ...generate, n: true };
const beam: Names<BeamOptions> = { ...text, width: true, n: true, lengthPenalty: true };
const score: Names<Pick<TextOptions, 'condition'>> = { condition: true };

/** The options of each method that has some. */
const methods = { generate, generateMany, beam, score };

/**
 * Refuses what would otherwise be ignored.
 *
 * @throws InferenceError for an option that the method has not, with the nearest that it has
 */
export function knownOptions(method: keyof typeof methods, options: object): void {
  const names = Object.keys(methods[method]);
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    const hint =
      near === undefined ? `expected one of ${names.join(', ')}` : `the nearest is ${shorten(near)}`;
    throw new InferenceError(`${method} has no option ${shorten(name)}; ${hint}.`);
  }
}
