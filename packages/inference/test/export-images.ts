import { initialize, type ModelSpec, resolveSpec } from '@rnnlab/models';
import { type ExportOptions, exportModel } from '@rnnlab/onnx';
import { random } from './random.js';

export const CLASSES = ['cat', 'dog', 'frog'];
export const SIZE = { channels: 2, height: 8, width: 6 };

/** Models that read the same images in each way there is. */
export const readers: Record<'pixels' | 'rows' | 'fixed rows' | 'vector', ModelSpec> = {
  pixels: {
    input: { type: 'image', ...SIZE },
    layers: [
      { type: 'conv2d', units: 4, size: 3 },
      { type: 'activation', function: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 3 },
    ],
  },
  rows: {
    input: { type: 'sequence', features: 12 },
    layers: [
      { type: 'recurrent', cell: 'gru', units: 4, bidirectional: true },
      { type: 'last' },
      { type: 'dense', units: 3 },
    ],
  },
  'fixed rows': {
    input: { type: 'sequence', features: 12, steps: 8 },
    layers: [
      { type: 'conv1d', units: 4, size: 3, stride: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 3 },
    ],
  },
  vector: {
    input: { type: 'vector', features: 96 },
    layers: [
      { type: 'dense', units: 4 },
      { type: 'dense', units: 3 },
    ],
  },
};

/** An untrained model, whose file gives all its layers unless other ones are asked for. */
export function exportImages(spec: ModelSpec, { image, ...given }: ExportOptions = {}) {
  const parameters = initialize(spec, random(7)).map((weight) => 2 * weight);
  const bytes = exportModel(
    { spec, parameters },
    {
      labels: CLASSES,
      title: 'Pets',
      image: { ...SIZE, ...image },
      layers: resolveSpec(spec).layers.map(({ name }) => name),
      ...given,
    },
  );
  return { parameters, bytes };
}

/** Some different images, `[channels, height, width]`, 0 to 255. */
export const images = (count: number, seed = 1): Uint8Array[] => {
  const draw = random(seed);
  const size = SIZE.channels * SIZE.height * SIZE.width;
  return Array.from({ length: count }, () => Uint8Array.from({ length: size }, () => draw() * 256));
};
