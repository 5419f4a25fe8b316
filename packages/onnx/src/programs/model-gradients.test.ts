import { type CellName, cells, type LayerSpec, type ModelSpec } from '@rnnlab/models';
import { describe, expect, test } from 'vitest';
import { checkModel, type ModelCheck } from '../../test/check-model.js';

const tokens = { type: 'tokens', vocabulary: 5 } as const;
const sequence = { type: 'sequence', features: 3 } as const;
const vector = { type: 'vector', features: 3 } as const;
const image = { type: 'image', channels: 2, height: 7, width: 6 } as const;
const dense: LayerSpec = { type: 'dense', units: 3 };

const poolings: LayerSpec[][] = [
  [{ type: 'last' }],
  [{ type: 'global-average-pool' }],
  [{ type: 'global-max-pool' }],
  [],
];
const directions = [
  {},
  { bidirectional: true, merge: 'concat' },
  { bidirectional: true, merge: 'sum' },
] as const;

describe.each(Object.keys(cells) as CellName[])('the gradient of %s', (cell) => {
  test.each(directions)('%j, with and without dropouts, by every pooling', async (direction) => {
    for (const pooling of poolings) {
      const own = { type: 'recurrent', cell, units: 2, ...direction } as const;
      await checkModel({ input: sequence, layers: [own, ...pooling, dense] });
      const dropouts = { layers: 2, dropout: 0.3, inputDropout: 0.3, recurrentDropout: 0.3 };
      await checkModel(
        {
          input: tokens,
          layers: [{ type: 'embedding', units: 2 }, { ...own, ...dropouts }, ...pooling, dense],
        },
        { most: 40 },
      );
    }
  });
});

test.each(Object.keys(cells) as CellName[])('the gradient of %s with wide states', async (cell) => {
  const own = { type: 'recurrent', cell, units: 128, recurrentDropout: 0.3 } as const;
  await checkModel({ input: sequence, layers: [own, { type: 'last' }, dense] }, { most: 20 });
});

const dropout = (mask: 'element' | 'example'): LayerSpec => ({ type: 'dropout', rate: 0.4, mask });
const same = { padding: 'same' } as const;
const models: [string, ModelSpec, ModelCheck?][] = [
  [
    'one-hot tokens, a class for every step',
    { input: tokens, layers: [{ type: 'one-hot' }, { type: 'recurrent', cell: 'gru', units: 2 }, dense] },
  ],
  [
    'a dense layer on one-hot tokens',
    { input: tokens, layers: [{ type: 'one-hot' }, dense, { type: 'global-max-pool' }] },
  ],
  [
    'an embedding whose table gives the logits',
    {
      input: tokens,
      layers: [
        { type: 'embedding', units: 2 },
        { type: 'recurrent', cell: 'rnn', units: 2 },
        { type: 'tied-dense', embedding: 0 },
      ],
    },
  ],
  ...(['element', 'example'] as const).map((mask): [string, ModelSpec] => [
    `dropout of each ${mask}`,
    { input: sequence, layers: [dense, dropout(mask), { type: 'global-average-pool' }, dense] },
  ]),
  ...(['relu', 'tanh', 'sigmoid', 'elu', 'hard-sigmoid'] as const).map((name): [string, ModelSpec] => [
    `activation ${name}`,
    { input: vector, layers: [dense, { type: 'activation', function: name }, dense] },
  ]),
  [
    'layer normalization',
    { input: sequence, layers: [dense, { type: 'layer-norm' }, { type: 'last' }, dense] },
  ],
  [
    'layer normalization of a vector',
    { input: vector, layers: [dense, { type: 'layer-norm', epsilon: 0.1 }, dense] },
  ],
  [
    'batch normalization of vectors',
    { input: vector, layers: [dense, { type: 'batch-norm' }, dense] },
    { lengths: [1, 1, 1, 1] },
  ],
  [
    'batch normalization of sequences, where padding does not count',
    { input: sequence, layers: [dense, { type: 'batch-norm' }, { type: 'last' }, dense] },
    { steps: 5 },
  ],
  ...(['valid', 'same'] as const).flatMap((padding) =>
    [1, 2].flatMap((dilation) =>
      (['one-hot', 'embedding'] as const).map((type): [string, ModelSpec, ModelCheck] => [
        `conv1d on ${type} tokens, ${padding}, dilation ${dilation}, any number of steps`,
        {
          input: tokens,
          layers: [
            type === 'one-hot' ? { type } : { type, units: 2 },
            { type: 'conv1d', filters: 2, kernelSize: 3, dilation, padding },
            { type: 'activation', function: 'tanh' },
            { type: 'global-max-pool' },
            dense,
          ],
        },
        { lengths: [7, 0, 1, 5], steps: 8 },
      ]),
    ),
  ),
  [
    'conv1d and overlapping max-pools on padded sequences',
    {
      input: { ...tokens, steps: 11 },
      layers: [
        { type: 'one-hot' },
        { type: 'conv1d', filters: 2, kernelSize: 4 },
        { type: 'activation', function: 'tanh' },
        { type: 'max-pool', poolSize: 4, stride: 2, ...same },
        { type: 'conv1d', filters: 2, kernelSize: 3 },
        { type: 'max-pool', poolSize: 2, stride: 1 },
        { type: 'flatten' },
        dense,
      ],
    },
    { lengths: [11, 0, 1, 8] },
  ],
  [
    'overlapping max-pools of normalized images',
    {
      input: image,
      layers: [
        { type: 'batch-norm' },
        { type: 'max-pool', poolSize: 3, ...same },
        { type: 'flatten' },
        dense,
      ],
    },
  ],
];

test.each(models)('the gradient of a model: %s', (_, spec, options) => checkModel(spec, options));

/** Models with operators that ONNX Runtime has for float32 alone, so in single precision. */
const tanh: LayerSpec = { type: 'activation', function: 'tanh' };
const single: [string, ModelSpec][] = [
  ['gelu', { input: vector, layers: [dense, { type: 'activation', function: 'gelu' }, dense] }],
  ...(['valid', 'same'] as const).map((padding): [string, ModelSpec] => [
    `a strided conv1d, ${padding}`,
    {
      input: { ...sequence, steps: 9 },
      layers: [
        dense,
        { type: 'conv1d', filters: 2, kernelSize: 3, stride: 2, padding },
        tanh,
        { type: 'flatten' },
        dense,
      ],
    },
  ]),
  [
    'a strided conv1d on one-hot tokens',
    {
      input: { ...tokens, steps: 9 },
      layers: [
        { type: 'one-hot' },
        { type: 'conv1d', filters: 2, kernelSize: 2, stride: 3 },
        tanh,
        { type: 'flatten' },
        dense,
      ],
    },
  ],
  [
    'average-pools over time',
    {
      input: { ...sequence, steps: 9 },
      layers: [dense, tanh, { type: 'average-pool', poolSize: 3, ...same }, { type: 'flatten' }, dense],
    },
  ],
  ...[{ ...same }, { stride: 2 }, { stride: [2, 1], ...same }, { dilation: 2 }, { kernelSize: [2, 3] }].map(
    (options): [string, ModelSpec] => [
      `conv2d ${JSON.stringify(options)}`,
      {
        input: image,
        layers: [
          { type: 'conv2d', filters: 2, kernelSize: 2 },
          tanh,
          { type: 'conv2d', filters: 2, kernelSize: 3, ...options } as LayerSpec,
          tanh,
          { type: 'flatten' },
          dense,
        ],
      },
    ],
  ),
  ...(['max-pool', 'average-pool'] as const).map((type): [string, ModelSpec] => [
    type,
    {
      input: image,
      layers: [
        { type: 'conv2d', filters: 2, kernelSize: 2 },
        { type, poolSize: 3, ...same },
        { type: 'flatten' },
        dense,
      ],
    },
  ]),
  [
    'batch normalization of images',
    {
      input: image,
      layers: [
        { type: 'conv2d', filters: 2, kernelSize: 2 },
        { type: 'batch-norm' },
        { type: 'flatten' },
        dense,
      ],
    },
  ],
];

test.each(single)('the gradient of a model in float32: %s', (_, spec) =>
  // Steps small enough that no other entry becomes the largest of a window.
  checkModel(spec, { float: 'float32', lengths: [9, 4, 0], most: 80, step: 3e-4 }),
);

test('carried states count as constants: back-propagation is truncated', async () => {
  for (const cell of ['lstm', 'gru'] as const) {
    const spec: ModelSpec = {
      input: tokens,
      layers: [{ type: 'one-hot' }, { type: 'recurrent', cell, units: 2, layers: 2 }, dense],
    };
    await checkModel(spec, { carry: true, lengths: [3, 3] });
  }
});

test('a wrong gradient would be found', async () => {
  const spec: ModelSpec = { input: vector, layers: [dense] };
  await expect(checkModel(spec, { step: 0.5 })).rejects.toThrow(/0\.dense\.kernel, entry \d+/);
});
