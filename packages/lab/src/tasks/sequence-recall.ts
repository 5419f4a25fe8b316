import { createHash } from 'node:crypto';
import { sequenceRecall as generate, type RecallExample } from '@rnnlab/datasets';
import { tokenExamples } from '@rnnlab/trainer';
import type { RecipeDataset } from '../datasets/dataset.js';
import { datasets } from '../datasets/index.js';
import { classLoss, classSamples, classScores } from './classification.js';
import { modelSpec } from './model.js';
import { defineTask, PARTS, type Part } from './task.js';

/** Sequences of digits; the digit at a fixed position is the class. */
export const sequenceRecall = defineTask<'sequence-recall'>({
  name: 'sequence-recall',
  losses: ['softmax-cross-entropy'],
  predictionUnit: 'sequence',
  async load({ dataset, seed }) {
    const { type, ...values } = dataset as Extract<typeof dataset, { type: 'sequence-recall' }>;
    const loaded = await (datasets[type] as RecipeDataset<'sequence-recall'>).load(values as never, seed);
    const hash = createHash('sha256');
    for (const part of PARTS) for (const { sequence } of loaded[part]) hash.update(sequence).update(';');
    const { nth, digits, shortest, longest } = values;
    return {
      loaded,
      card: generate({ seed, nth, digits, length: [shortest, longest] }).card,
      examples: PARTS.reduce((sum, part) => sum + loaded[part].length, 0),
      labels: Array.from({ length: digits }, (_, k) => String(k)),
      sha256: hash.digest('hex'),
      repeats: 0,
    };
  },
  async prepare(settings, data) {
    const { loaded, labels } = data;
    const train = partOf(loaded.train);
    return {
      data,
      labels,
      spec: await modelSpec(settings, [{ type: 'tokens', vocabulary: labels.length }], labels.length),
      loss: classLoss(settings, train.targets, labels.length),
      parts: { train, validation: partOf(loaded.validation), test: partOf(loaded.test) },
    };
  },
  score: classScores,
  samples: classSamples,
});

function partOf(examples: readonly RecallExample[]): Part {
  const targets = Int32Array.from(examples, ({ target }) => target);
  const ids = examples.map(({ sequence }) => sequence);
  return { targets, examples: tokenExamples({ ids, targets }), show: (index) => ids[index]!.join(' ') };
}
