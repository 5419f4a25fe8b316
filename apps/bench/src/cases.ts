import { type LayerSpec, type ModelSpec, sequenceClassifier } from '@rnnlab/models';

/** A model and a batch shape whose training step is timed. */
export interface Case {
  readonly name: string;
  /** The experiment that it represents. */
  readonly doc: string;
  readonly spec: ModelSpec;
  /** Examples in a batch. */
  readonly batch: number;
  /** Time steps of an example; 1 where it has none. */
  readonly steps: number;
}

const namesModel = (units: number) =>
  sequenceClassifier({ vocabulary: 57, classes: 18, cell: 'lstm', units });

/** Surnames by their characters, 18 languages. */
const names: Case[] = [
  {
    name: 'names-lstm128',
    doc: 'names → language: LSTM-128 over one-hot characters',
    spec: namesModel(128),
    batch: 32,
    steps: 12,
  },
  {
    name: 'names-lstm64-b1',
    doc: 'names → language, one name at a time: what a step costs beside its arithmetic',
    spec: namesModel(64),
    batch: 1,
    steps: 8,
  },
];

/** Characters or words of a text, 15 classes as the report counts them. */
const classes = 15;
const textsShape = { batch: 128, steps: 100 };
const words = { vocabulary: 20_000, embedding: 20, units: 20, classes };

/** DBpedia texts by recurrent networks of 20 units: many short steps. */
const texts: Case[] = [
  {
    name: 'char-gru20',
    doc: 'DBpedia texts: GRU-20 over one-hot characters',
    spec: sequenceClassifier({ vocabulary: 256, cell: 'gru', units: 20, classes }),
    ...textsShape,
  },
  {
    name: 'word-gru20',
    doc: 'DBpedia texts: GRU-20 over embedded words',
    spec: sequenceClassifier({ ...words, cell: 'gru' }),
    ...textsShape,
  },
  {
    name: 'word-lstm20',
    doc: 'DBpedia texts: LSTM-20 over embedded words',
    spec: sequenceClassifier({ ...words, cell: 'lstm' }),
    ...textsShape,
  },
];

const rows = (units: number, bidirectional: boolean): ModelSpec => ({
  input: { type: 'sequence', features: 28 },
  layers: [
    { type: 'recurrent', cell: 'lstm', units, bidirectional },
    { type: 'last' },
    { type: 'dense', units: 10 },
  ],
});

const mnistShape = { batch: 128, steps: 28 };

/** MNIST images, a row of pixels a time step. */
const mnist: Case[] = [
  { name: 'mnist-lstm64', doc: 'MNIST rows: LSTM-64', spec: rows(64, false), ...mnistShape },
  { name: 'mnist-lstm128', doc: 'MNIST rows: LSTM-128', spec: rows(128, false), ...mnistShape },
  {
    name: 'mnist-bilstm128',
    doc: 'MNIST rows: bidirectional LSTM-128',
    spec: rows(128, true),
    ...mnistShape,
  },
];

const characters = (cell: 'lstm' | 'gru', units: number): ModelSpec => ({
  input: { type: 'tokens', vocabulary: 65 },
  layers: [
    { type: 'embedding', units: 64 },
    { type: 'recurrent', cell, units, layers: 2 },
    { type: 'dense', units: 65 },
  ],
});

/** Character models with a prediction at every step: long products. */
const languageModels: Case[] = [
  {
    name: 'lm-lstm200x2',
    doc: 'character model: 2 × LSTM-200',
    spec: characters('lstm', 200),
    batch: 64,
    steps: 100,
  },
  {
    name: 'lm-lstm512x2',
    doc: 'character model: 2 × LSTM-512',
    spec: characters('lstm', 512),
    batch: 64,
    steps: 50,
  },
  {
    name: 'lm-gru512x2',
    doc: 'character model: 2 × GRU-512',
    spec: characters('gru', 512),
    batch: 64,
    steps: 50,
  },
];

const imageCnn: ModelSpec = {
  input: { type: 'image', channels: 3, height: 32, width: 32 },
  layers: [
    { type: 'conv2d', filters: 50, kernelSize: 9 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', poolSize: 2 },
    { type: 'conv2d', filters: 60, kernelSize: 5 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', poolSize: 2 },
    { type: 'flatten' },
    { type: 'dense', units: 300 },
    { type: 'dense', units: 10 },
  ],
};

/** Filters of 20 steps over all features of a step. */
const textCnn = (vocabulary: number, read: LayerSpec): ModelSpec => ({
  input: { type: 'tokens', vocabulary, steps: 100 },
  layers: [
    read,
    { type: 'conv1d', filters: 10, kernelSize: 20 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', poolSize: 4, stride: 2, padding: 'same' },
    { type: 'conv1d', filters: 10, kernelSize: 20 },
    { type: 'max-pool', poolSize: 4, stride: 2, padding: 'same' },
    { type: 'flatten' },
    { type: 'dense', units: 15 },
  ],
});

/** Convolutional networks over images and texts. */
const cnns: Case[] = [
  {
    name: 'cifar-cnn',
    doc: 'CIFAR-10: 50 filters of 9×9, 60 of 5×5, dense 300',
    spec: imageCnn,
    batch: 128,
    steps: 1,
  },
  {
    name: 'char-cnn',
    doc: 'DBpedia texts: filters of 20 steps over one-hot characters',
    spec: textCnn(256, { type: 'one-hot' }),
    batch: 128,
    steps: 100,
  },
  {
    name: 'word-cnn',
    doc: 'DBpedia texts: filters of 20 steps over embedded words',
    spec: textCnn(20_000, { type: 'embedding', units: 20 }),
    batch: 128,
    steps: 100,
  },
];

/** Every case, in the order in which they are run. */
export const cases: readonly Case[] = [...names, ...texts, ...mnist, ...languageModels, ...cnns];
