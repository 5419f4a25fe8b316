import { fromBinary } from '@bufbuild/protobuf';
import { type ModelCard, ModelFileError, readMetadata } from '@rnnlab/model-file';
import { type ModelSpec, SpecError, sequenceClassifier, sequenceLabeler } from '@rnnlab/models';
import { characterTokenizer } from '@rnnlab/tokenizers';
import { ModelProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { weightsOf } from '../../test/programs.js';
import { type ExportOptions, exportModel } from './export-model.js';
import { generationModel } from './generation.js';
import { inferenceModel } from './inference.js';

const tokenizer = characterTokenizer({ characters: 'abc' });
const vocabulary = tokenizer.vocabulary.size;
const labels = ['a', 'b'];
const classes = labels.length;

const texts = sequenceClassifier({ vocabulary, classes, units: 3 });
const steps = sequenceLabeler({ features: 4, outputs: 1, units: 3 });
const dense = [{ type: 'dense', units: classes }] as const;
const sequences: ModelSpec = {
  input: { type: 'sequence', features: 4 },
  layers: [{ type: 'recurrent', units: 3 }, { type: 'last' }, ...dense],
};
const image: ModelSpec = {
  input: { type: 'image', channels: 2, height: 3, width: 2 },
  layers: [{ type: 'conv2d', filters: 2, kernelSize: 2 }, { type: 'flatten' }, ...dense],
};
const vector: ModelSpec = { input: { type: 'vector', features: 12 }, layers: [...dense] };
const writer: ModelSpec = {
  input: { type: 'tokens', vocabulary },
  layers: [
    { type: 'embedding', units: 2 },
    { type: 'recurrent', units: 3 },
    { type: 'dense', units: vocabulary },
  ],
};

const trained = (spec: ModelSpec) => ({ spec, parameters: Float32Array.from(weightsOf(spec)) });

const decoded = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes);

function metadataOf(bytes: Uint8Array) {
  return readMetadata(new Map(decoded(bytes).metadataProps.map(({ key, value }) => [key, value])));
}

const cardOf = (spec: ModelSpec, options: ExportOptions): ModelCard =>
  metadataOf(exportModel(trained(spec), options)).card;

describe('the task and the input', () => {
  test.each<[string, ModelSpec, ExportOptions, Partial<ModelCard>]>([
    ['classes of texts', texts, { labels, tokenizer }, { task: 'classification', input: 'text' }],
    ['classes of ids', texts, { labels }, { task: 'classification', input: 'tokens', vocabulary }],
    ['classes of sequences', sequences, { labels }, { task: 'classification', input: 'sequence' }],
    ['labels of steps', steps, {}, { task: 'labeling', input: 'sequence', labels: [] }],
    ['labels of steps with names', steps, { labels: ['bit'] }, { task: 'labeling', labels: ['bit'] }],
    [
      'classes of images',
      image,
      { labels, image: { scale: 1 } },
      {
        task: 'classification',
        input: 'image',
        image: { channels: 2, height: 3, width: 2, scale: 1, mean: [0, 0], std: [1, 1] },
      },
    ],
    [
      'classes of images read row by row',
      sequences,
      { labels, image: { channels: 2, height: 3, width: 2 } },
      { task: 'classification', input: 'image' },
    ],
    [
      'classes of images read as vectors',
      vector,
      { labels, image: { channels: 2, height: 3, width: 2 } },
      { task: 'classification', input: 'image' },
    ],
    [
      'the next token',
      writer,
      { labels: [], tokenizer, language: { warmUp: [2, 3] }, loss: { type: 'softmax-cross-entropy' } },
      { task: 'language-model', input: 'text', language: { conditions: {}, warmUp: [2, 3] } },
    ],
  ])('are %s', (_, spec, options, expected) => {
    expect(cardOf(spec, options)).toMatchObject(expected);
  });

  test('come with all that was given', () => {
    const provenance = { dataset: 'letters', seed: 1 };
    const bytes = exportModel(trained(texts), {
      labels,
      tokenizer,
      text: { maxLength: 5 },
      title: 'Letters',
      provenance,
    });
    expect(metadataOf(bytes)).toEqual({
      card: {
        task: 'classification',
        input: 'text',
        labels,
        text: { maxLength: 5, padding: false },
        title: 'Letters',
        provenance,
      },
      tokenizer: tokenizer.toJSON(),
    });
  });
});

describe('the graph', () => {
  test.each<[ExportOptions['loss'], 'softmax' | 'sigmoid' | 'identity']>([
    [undefined, 'softmax'],
    [{ type: 'softmax-cross-entropy', labelSmoothing: 0.1 }, 'softmax'],
    [{ type: 'binary-cross-entropy' }, 'sigmoid'],
    [{ type: 'mean-squared-error' }, 'identity'],
  ])(
    'after the loss %j has probabilities by %s, and the layers that were asked for',
    (loss, probabilities) => {
      const { spec, parameters } = trained(texts);
      const layers = ['lstm1'];
      const { graph } = decoded(exportModel({ spec, parameters }, { labels, tokenizer, loss, layers }));
      expect(graph).toEqual(
        decoded(inferenceModel(spec, parameters, {}, { probabilities, outputs: layers })).graph,
      );
    },
  );

  test('of a language model reads token by token', () => {
    const { spec, parameters } = trained(writer);
    const { graph } = decoded(exportModel({ spec, parameters }, { tokenizer, language: {} }));
    expect(graph).toEqual(decoded(generationModel(spec, parameters)).graph);
  });

  test('and all else is the same for the same input', () => {
    const options = { labels, tokenizer, title: 'Letters', provenance: { seed: 1 } };
    const reversed = Object.fromEntries(Object.entries(options).reverse());
    expect(exportModel(trained(texts), options)).toEqual(exportModel(trained(texts), reversed));
  });
});

test.each<[string, ModelSpec, object, string]>([
  [
    'no labels',
    texts,
    { tokenizer },
    'exportModel needs labels, the names of the classes, in the order of the outputs.',
  ],
  [
    'other labels',
    texts,
    { tokenizer, labels: ['a'] },
    'The model has 2 outputs, but the file names 1 label.',
  ],
  [
    'an unknown option',
    texts,
    { lables: labels },
    'exportModel has no option "lables"; the nearest is "labels".',
  ],
  [
    'a tokenizer and an image',
    texts,
    { labels, tokenizer, image: {} },
    'exportModel takes a tokenizer or an image, as a model reads the one or the other.',
  ],
  [
    'a tokenizer where no ids are read',
    sequences,
    { labels, tokenizer },
    'A tokenizer gives ids; this model reads sequence [time, 4].',
  ],
  [
    'a tokenizer with more tokens',
    texts,
    { labels, tokenizer: characterTokenizer({ characters: 'abcdef' }) },
    'The model has a vocabulary of 5 tokens, but the tokenizer has 8.',
  ],
  [
    'settings of texts without them',
    sequences,
    { labels, text: {} },
    'The metadata `rnnlab` has no field "text"; expected one of format, task, input, title, provenance, labels.',
  ],
  [
    'vectors that are no images',
    vector,
    { labels },
    'exportModel needs image, the size of the images: this model reads vector [12].',
  ],
  [
    'an image of another size',
    image,
    { labels, image: { width: 5 } },
    'The model reads image [2, 3, 2], which is no image of 2 × 3 × 5.',
  ],
  [
    'rows of another width',
    sequences,
    { labels, image: { channels: 1, height: 3, width: 5 } },
    'The model reads sequence [time, 4], which is no image of 1 × 3 × 5.',
  ],
  [
    'an image without a size',
    sequences,
    { labels, image: {} },
    '`image.channels` in the metadata `rnnlab` must be a whole number of at least 1, received nothing.',
  ],
  [
    'images where ids are read',
    texts,
    { labels, image: { channels: 1, height: 1, width: 1 } },
    'The model reads tokens below 5 [time], which is no image of 1 × 1 × 1.',
  ],
  [
    'labels of the steps of texts',
    writer,
    { tokenizer },
    'exportModel needs language, {} at least: a model that reads texts and answers in each step is a language model.',
  ],
  [
    'outputs that are images',
    { ...image, layers: image.layers.slice(0, 1) },
    { labels },
    'A model file gives a vector for each example or for each step; this model gives image [2, 2, 1].',
  ],
  [
    'a language model without a tokenizer',
    writer,
    { language: {} },
    'exportModel needs the tokenizer of a language model.',
  ],
  [
    'a language model with labels',
    writer,
    { tokenizer, language: {}, labels },
    'The metadata `rnnlab` has no field "labels"; expected one of format, task, input, title, provenance, language.',
  ],
  [
    'ids that are missing',
    writer,
    { tokenizer, language: { startId: 9 } },
    '`language` in the metadata `rnnlab` gives "startId" the id 9, but the model has a vocabulary of 5 tokens.',
  ],
  [
    'layers of a language model',
    writer,
    { tokenizer, language: {}, layers: ['lstm1'] },
    'A language model gives nothing but the logits of a softmax: `exportModel` takes no other loss for it, and no layers.',
  ],
])('%s: refused in a sentence', (_, spec, options, sentence) => {
  expect(() => exportModel(trained(spec), options as ExportOptions)).toThrow(new ModelFileError(sentence));
});

test('what no spec can be is a SpecError, and weights must be given', () => {
  const model = trained(texts);
  expect(() => exportModel(model, { labels, loss: { type: 'hinge' } as never })).toThrow(SpecError);
  expect(() => exportModel(model, { labels, layers: ['gru1'] })).toThrow(SpecError);
  expect(() => exportModel(trained(texts), { labels, tokenizer, language: {} })).toThrow(
    'The metadata `rnnlab` has no field "labels"',
  );
  expect(() => exportModel(trained(texts), { tokenizer, language: {} })).toThrow(SpecError);
  expect(() => exportModel({ spec: texts, parameters: [1] as never }, { labels })).toThrow(
    new ModelFileError(
      'exportModel takes { spec, parameters }, the parameters as a Float32Array, received [1].',
    ),
  );
  expect(() => exportModel({ spec: texts, parameters: new Float32Array(3) }, { labels })).toThrow(
    'received a vector of 3',
  );
});
