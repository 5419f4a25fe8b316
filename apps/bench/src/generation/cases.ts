import type { Case } from '../cases/case.js';

/** A model whose generation is timed: of `batch` texts at a time. */
const characters = (name: string, units: number, batch: number): Case => ({
  name,
  doc: `character model: 2 × LSTM-${units}, ${batch === 1 ? 'one text' : `${batch} texts at a time`}`,
  spec: {
    input: { type: 'tokens', vocabulary: 65 },
    layers: [
      { type: 'embedding', units: 64 },
      { type: 'recurrent', cell: 'lstm', units, layers: 2 },
      { type: 'dense', units: 65 },
    ],
  },
  batch,
  steps: 64,
});

export const generationCases: readonly Case[] = [128, 512].flatMap((units) =>
  [1, 64].map((batch) => characters(`generate-lstm${units}x2-b${batch}`, units, batch)),
);
