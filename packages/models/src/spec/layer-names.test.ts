import { expect, test } from 'vitest';
import { resolveSpec } from './resolve.js';
import type { LayerSpec, ModelSpec } from './spec.js';

const namesOf = (spec: ModelSpec) => resolveSpec(spec).layers.map(({ name }) => name);
const withLayers = (...layers: unknown[]): ModelSpec => ({
  input: { type: 'tokens', vocabulary: 9 },
  layers: layers as LayerSpec[],
});

test('layers are counted by what they do', () => {
  const stage: LayerSpec[] = [
    { type: 'conv2d', units: 2, size: 3 },
    { type: 'activation', function: 'relu' },
    { type: 'max-pool', size: 2 },
  ];
  const input = { type: 'image', channels: 1, height: 20, width: 20 } as const;
  expect(
    namesOf({ input, layers: [...stage, ...stage, { type: 'flatten' }, { type: 'dense', units: 3 }] }),
  ).toEqual(['conv1', 'relu1', 'pool1', 'conv2', 'relu2', 'pool2', 'flatten1', 'dense1']);
  expect(
    namesOf(
      withLayers(
        { type: 'one-hot' },
        { type: 'conv1d', units: 3, size: 2 },
        { type: 'recurrent', cell: 'gru', units: 2 },
        { type: 'recurrent', units: 2 },
        { type: 'last' },
      ),
    ),
  ).toEqual(['one-hot1', 'conv1', 'gru1', 'lstm1', 'last1']);
});

test('a written name takes the place of the counted one', () => {
  expect(
    namesOf(
      withLayers(
        { type: 'embedding', units: 3, name: 'words' },
        { type: 'dense', units: 2, name: 'a' },
        {
          type: 'dense',
          units: 2,
        },
      ),
    ),
  ).toEqual(['words', 'a', 'dense2']);
});

test.each([
  ['', '""'],
  ['conv 1', '"conv 1"'],
  ['1st', '"1st"'],
  ['a_1', '"a_1"'],
  [7, '7'],
  [null, 'null'],
])('the name %j is refused', (name, shown) => {
  expect(() => namesOf(withLayers({ type: 'embedding', units: 3, name }))).toThrow(
    `Layer 0 (embedding): name must be letters, digits and hyphens after a letter, received ${shown}.`,
  );
});

test('a name that another layer has is refused', () => {
  const layers = [
    { type: 'embedding', units: 3, name: 'dense1' },
    { type: 'dense', units: 2 },
  ];
  expect(() => namesOf(withLayers(...layers))).toThrow(
    'Layer 1 (dense) is called "dense1", and so is layer 0: expected a name of its own.',
  );
});
