import { createHash } from 'node:crypto';
import type { ImageDataset } from '@rnnlab/datasets';
import type { InputSpec } from '@rnnlab/models';
import { featureExamples, imageAugmentation } from '@rnnlab/trainer';
import type { RecipeDataset } from '../datasets/dataset.js';
import { datasets } from '../datasets/index.js';
import { LabError } from '../errors.js';
import { presets } from '../settings/presets.js';
import { classLoss, classSamples, classScores } from './classification.js';
import { modelSpec } from './model.js';
import { defineTask, PARTS, type Part } from './task.js';

/** Images of one class each, as images or, for a model that reads sequences, row by row. */
export const imageClassification = defineTask<'image-classification'>({
  name: 'image-classification',
  losses: ['softmax-cross-entropy'],
  predictionUnit: 'image',
  async load({ dataset: { type, ...values }, seed }) {
    const member = datasets[type] as unknown as RecipeDataset<'image-classification'>;
    const loaded = await member.load(values, seed);
    const hash = createHash('sha256');
    for (const part of PARTS) hash.update(loaded[part].pixels).update(loaded[part].labels);
    const { classes, card } = loaded.train;
    return {
      loaded,
      card,
      examples: PARTS.reduce((sum, part) => sum + loaded[part].length, 0),
      labels: classes ?? namesOf(loaded.train),
      sha256: hash.digest('hex'),
      repeats: 0,
    };
  },
  async prepare(settings, data) {
    const { loaded, labels } = data;
    const { channels, height, width } = loaded.train;
    const inputs: InputSpec[] = [
      { type: 'image', channels, height, width },
      { type: 'sequence', features: channels * width },
    ];
    const inRows = presets[settings.model.preset].input === 'sequence';
    const part = (name: (typeof PARTS)[number]): Part => partOf(loaded[name], inRows);
    const train = part('train');
    const image = { channels, height, width };
    const { flip, crop, padding } = settings.augmentation!;
    return {
      data,
      labels,
      image,
      ...((flip || crop > 0) && {
        augmentation: imageAugmentation({
          ...image,
          ...{ flip, crop, padding, name: inRows ? 'features' : 'pixels' },
        }),
      }),
      spec: await modelSpec(settings, inputs, labels.length),
      loss: classLoss(settings, train.targets, labels.length),
      parts: { train, validation: part('validation'), test: part('test') },
    };
  },
  score: classScores,
  samples: classSamples,
});

/** Classes that have no names are called by their numbers. */
function namesOf({ labels }: ImageDataset): string[] {
  let most = 0;
  for (const label of labels) most = Math.max(most, label);
  return Array.from({ length: most + 1 }, (_, k) => String(k));
}

function partOf({ pixels, labels, channels, height }: ImageDataset, inRows: boolean): Part {
  if (inRows && channels > 1) {
    throw new LabError(
      'Images of several colors cannot be read row by row: choose a model.preset for images.',
    );
  }
  return {
    targets: Int32Array.from(labels),
    examples: featureExamples(
      inRows
        ? { data: pixels, name: 'features', steps: height, targets: labels }
        : { data: pixels, name: 'pixels', targets: labels },
    ),
    show: (index) => `image ${index + 1}`,
  };
}
