// A training with all definitions of definitions.mjs, as data: this file does not define them.

import { Generator, tokenExamples } from '@rnnlab/trainer/web';

export const LABELS = ['zero', 'one', 'two'];
const VOCABULARY = 10;

/** A model with a cell and a layer of a user's. */
export const spec = {
  input: { type: 'tokens', vocabulary: VOCABULARY },
  layers: [
    { type: 'embedding', units: 8 },
    {
      type: 'recurrent',
      cell: 'mine/peephole-lstm',
      units: 12,
      bidirectional: true,
      dropout: 0.1,
      layers: 2,
    },
    { type: 'mine/attention-pool', temperature: 0.5, rate: 0.1 },
    { type: 'dense', units: 3 },
  ],
};

/** Sequences of tokens, of which exactly one is below 3: it is the class. */
export function sequences(count, seed) {
  const generator = new Generator(seed);
  const below = (n) => Math.floor(generator.uniform() * n);
  return Array.from({ length: count }, () => {
    const ids = Array.from({ length: 1 + below(9) }, () => 3 + below(VOCABULARY - 3));
    const target = below(3);
    ids[below(ids.length)] = target;
    return { ids, target };
  });
}

export const examples = (count, seed) => {
  const all = sequences(count, seed);
  return tokenExamples({ ids: all.map(({ ids }) => ids), targets: all.map(({ target }) => target) });
};

export const loss = { type: 'mine/focal', gamma: 1 };
export const metrics = [{ type: 'mine/balanced-accuracy', adjusted: true }];

/** The options of `fit`, without an engine. */
export const options = {
  spec,
  train: examples(640, 1),
  validation: examples(120, 2),
  loss,
  optimizer: { type: 'mine/lion', beta1: 0.85, globalClipNorm: 1 },
  schedule: { type: 'mine/triangle', peak: 0.2 },
  metrics,
  monitor: 'mine/balanced-accuracy',
  learningRate: 0.006,
  batchSize: 64,
  epochs: 6,
  seed: 7,
};
