import type { ModelSpec } from '@rnnlab/models';
import { Generator, type TokenStream, tokenStream } from '../src/index.js';

export const TOKENS = 6;

/** Tokens each of which mostly follows from the two before it. */
export function toyTokens(count: number, seed: number): Int32Array {
  const generator = new Generator(seed);
  const tokens = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const rule = ((tokens[k - 1] ?? 0) + 2 * (tokens[k - 2] ?? 0) + 1) % TOKENS;
    tokens[k] = generator.uniform() < 0.8 ? rule : Math.floor(generator.uniform() * TOKENS);
  }
  return tokens;
}

export const toyStream = (count: number, seed: number, window = 7): TokenStream =>
  tokenStream({ tokens: toyTokens(count, seed), window });

/** A stack with carried states of two kinds and a mask for each step. */
export const streamSpec = ({ dropout = 0 } = {}): ModelSpec => ({
  input: { type: 'tokens', vocabulary: TOKENS },
  layers: [
    { type: 'embedding', units: 4 },
    { type: 'recurrent', cell: 'lstm', units: 8 },
    { type: 'dropout', rate: dropout },
    { type: 'recurrent', cell: 'gru', units: 6 },
    { type: 'dense', units: TOKENS },
  ],
});
