import type { ModelSpec } from '@rnnlab/models';
import { type Examples, Generator, tokenExamples } from '../src/index.js';

const CLASSES = 3;
const VOCABULARY = 10;

/** Sequences of 1 to `longest` tokens, of which exactly one is below 3: it is the class. */
export function toySequences(
  count: number,
  seed: number,
  { longest = 9 } = {},
): { ids: number[]; target: number }[] {
  const generator = new Generator(seed);
  const below = (n: number): number => Math.floor(generator.uniform() * n);
  const targets = Array.from({ length: count }, () => below(CLASSES));
  return targets.map((target) => {
    const ids = Array.from({ length: 1 + below(longest) }, () => CLASSES + below(VOCABULARY - CLASSES));
    ids[below(ids.length)] = target;
    return { ids, target };
  });
}

/** Those sequences as examples in memory. */
export function toyExamples(count: number, seed: number, options?: { longest?: number }): Examples {
  const sequences = toySequences(count, seed, options);
  return tokenExamples({
    ids: sequences.map(({ ids }) => ids),
    targets: sequences.map(({ target }) => target),
  });
}

/** Sequences with random classes: a model can only learn them by heart. */
export function noiseExamples(count: number, seed: number): Examples {
  const generator = new Generator(seed);
  const below = (n: number): number => Math.floor(generator.uniform() * n);
  const ids = Array.from({ length: count }, () => Array.from({ length: 4 }, () => below(VOCABULARY)));
  return tokenExamples({ ids, targets: ids.map(() => below(CLASSES)) });
}

/** Sequences with a class for each step: the remainder of the token and the one before it. */
export function toySteps(count: number, seed: number): Examples {
  const generator = new Generator(seed);
  const below = (n: number): number => Math.floor(generator.uniform() * n);
  const ids = Array.from({ length: count }, () =>
    Array.from({ length: 1 + below(6) }, () => below(VOCABULARY)),
  );
  const targets = ids.map((sequence) => sequence.map((id, k) => (id + (sequence[k - 1] ?? 0)) % CLASSES));
  return tokenExamples({ ids, targets });
}

/** A class for each sequence. */
export const toySpec = ({ dropout = 0, units = 12 } = {}): ModelSpec => ({
  input: { type: 'tokens', vocabulary: VOCABULARY },
  layers: [
    { type: 'embedding', units: 6 },
    { type: 'recurrent', cell: 'gru', units, layers: dropout > 0 ? 2 : 1, dropout },
    { type: 'last' },
    ...(dropout > 0 ? [{ type: 'dropout' as const, rate: dropout }] : []),
    { type: 'dense', units: CLASSES },
  ],
});

/** A class for each step. */
export const toyStepsSpec = (): ModelSpec => ({
  input: { type: 'tokens', vocabulary: VOCABULARY },
  layers: [
    { type: 'embedding', units: 6 },
    { type: 'recurrent', cell: 'rnn', units: 8 },
    { type: 'dense', units: CLASSES },
  ],
});

/** A vector's bits, so that equal means equal: 0 is not -0. */
export const bits = (vector: Float32Array): Uint32Array => new Uint32Array(Float32Array.from(vector).buffer);
