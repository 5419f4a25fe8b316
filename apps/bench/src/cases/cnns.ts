import type { LayerSpec, ModelSpec } from '@rnnlab/models';
import type { Case } from './case.js';

const images: ModelSpec = {
  input: { type: 'image', channels: 3, height: 32, width: 32 },
  layers: [
    { type: 'conv2d', units: 50, size: 9 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', size: 2 },
    { type: 'conv2d', units: 60, size: 5 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', size: 2 },
    { type: 'flatten' },
    { type: 'dense', units: 300 },
    { type: 'dense', units: 10 },
  ],
};

/** Filters of 20 steps over everything a step has. */
const texts = (vocabulary: number, read: LayerSpec): ModelSpec => ({
  input: { type: 'tokens', vocabulary, steps: 100 },
  layers: [
    read,
    { type: 'conv1d', units: 10, size: 20 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', size: 4, stride: 2, padding: 'same' },
    { type: 'conv1d', units: 10, size: 20 },
    { type: 'max-pool', size: 4, stride: 2, padding: 'same' },
    { type: 'flatten' },
    { type: 'dense', units: 15 },
  ],
});

/** Convolutional networks over images and texts. */
export const cnns: Case[] = [
  {
    name: 'cifar-cnn',
    doc: 'CIFAR-10: 50 filters of 9×9, 60 of 5×5, dense 300',
    spec: images,
    batch: 128,
    steps: 1,
  },
  {
    name: 'char-cnn',
    doc: 'DBpedia texts: filters of 20 steps over one-hot characters',
    spec: texts(256, { type: 'one-hot' }),
    batch: 128,
    steps: 100,
  },
  {
    name: 'word-cnn',
    doc: 'DBpedia texts: filters of 20 steps over embedded words',
    spec: texts(20_000, { type: 'embedding', units: 20 }),
    batch: 128,
    steps: 100,
  },
];
