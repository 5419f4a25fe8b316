import type { ReportData } from '../src/data.js';

const figure = '<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>Loss</title></svg>';

/** A report with everything in it. */
export const complete: ReportData = {
  title: 'LSTM-128 on names',
  date: '1 March 2026',
  dataset: {
    name: 'names',
    description: 'Surnames in two languages.',
    license: 'none stated',
    source: 'https://example.org/names.zip',
    splits: [
      { name: 'training', count: 16060 },
      { name: 'test', count: 2007 },
    ],
    classes: ['Irish', 'Dutch'],
  },
  model: {
    name: 'LSTM-128',
    layers: [{ name: 'LSTM 128', output: '128', parameters: 98816 }],
    parameters: 104786,
  },
  training: {
    optimizer: 'Adam',
    schedule: 'one cycle',
    batch: 32,
    epochsRun: 20,
    epochsPlanned: 20,
    bestEpoch: 17,
    seconds: 200,
    seed: 1,
    engine: 'onnxruntime',
    stopped: 'all epochs done',
    settings: { 'Gradient clipping': 'global norm 1' },
  },
  results: {
    headline: {
      name: 'test accuracy',
      value: 0.861,
      interval: [0.845, 0.876],
      count: 2007,
      baseline: { name: 'always “Russian”', value: 0.469 },
    },
    rows: [{ name: 'Macro F1', value: 0.671, format: 'number' }],
  },
  curves: [{ svg: figure, caption: 'Kept: epoch 17.' }],
  confusion: { svg: figure },
  classes: [
    { label: 'Irish', precision: 0.5, recall: 0.75, f1: 0.6, support: 4 },
    { label: 'Dutch', precision: 1, recall: 0.25, f1: 0.4, support: 8 },
  ],
  confusedPairs: [{ label: 'Dutch', predicted: 'Irish', count: 6, of: 8 }],
  examples: [
    { text: 'O’Shea', label: 'Irish', predicted: 'Irish', probability: 0.97 },
    { text: 'Visser', label: 'Dutch', predicted: 'Irish', probability: 0.41 },
  ],
  samples: [{ text: 'KIRK: <beam> me up', label: 'temperature 0.5' }],
  history: {
    columns: ['epoch', 'loss'],
    rows: [
      [1, 1.2345],
      [2, null],
    ],
  },
  reproduce: { command: 'rnnlab train names --learning-rate 0.002', note: 'Same seed, same numbers.' },
  versions: { 'onnxruntime-node': '1.29.0' },
  warnings: ['The split shares names.'],
};
