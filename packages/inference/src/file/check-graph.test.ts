import { create } from '@bufbuild/protobuf';
import { characterTokenizer } from '@rnnlab/tokenizers';
import {
  type ModelProto,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
} from 'onnx-buf';
import { expect, test } from 'vitest';
import { changeCard, changeMetadata, changeModel } from '../../test/change-model.js';
import { exportImages, exportTextModel, readers, SIZE, tokenizer } from '../../test/exported-models.js';
import { InferenceError } from '../error.js';
import { loadModel } from '../load-model.js';

const { bytes } = exportTextModel();

/** The element type and shape of an input or output. */
const tensorOf = (model: ModelProto, side: 'input' | 'output', name: string) => {
  const info = model.graph![side].find((value) => value.name === name)!;
  return info.type!.value as { value: { elemType: number; shape: { dim: unknown[] } } };
};

const numbers = (model: ModelProto) =>
  model.graph!.initializer.find(({ dataType }) => dataType === TensorProto_DataType.INT64)!;

const READS = 'expected ids int32 [batch, steps] and lengths int32 [batch].';
const GIVES = 'expected probabilities float [batch, classes].';

test.each<[string, (model: ModelProto) => void, string]>([
  [
    'other inputs',
    (model) => {
      model.graph!.input[0]!.name = 'features';
    },
    `the model reads features int32 [batch, steps] and lengths int32 [batch], ${READS}`,
  ],
  [
    'inputs of another type',
    (model) => {
      tensorOf(model, 'input', 'ids').value.elemType = TensorProto_DataType.FLOAT;
    },
    `the model reads ids float [batch, steps] and lengths int32 [batch], ${READS}`,
  ],
  [
    'inputs of another shape',
    (model) => {
      tensorOf(model, 'input', 'ids').value.shape.dim.pop();
    },
    `the model reads ids int32 [batch] and lengths int32 [batch], ${READS}`,
  ],
  [
    'one input more',
    (model) => {
      model.graph!.input.push(model.graph!.input[0]!);
    },
    `the model reads ids int32 [batch, steps] and lengths int32 [batch] and ids int32 [batch, steps], ${READS}`,
  ],
  [
    'no inputs',
    (model) => {
      model.graph!.input = [];
    },
    `the model reads nothing, ${READS}`,
  ],
  [
    'no probabilities',
    (model) => {
      model.graph!.output = model.graph!.output.filter(({ name }) => name === 'logits');
    },
    `the model gives logits float [batch, 4], ${GIVES}`,
  ],
  [
    'weights in another file',
    (model) => {
      const weights = model.graph!.initializer[0]!;
      weights.name = 'kernel';
      weights.dataLocation = TensorProto_DataLocation.EXTERNAL;
      weights.externalData = [
        create(StringStringEntryProtoSchema, { key: 'location', value: '../weights.bin' }),
      ];
    },
    'the weights kernel are in another file, expected one file with all.',
  ],
  [
    'a size that no model of this size has',
    (model) => {
      const constant = numbers(model);
      constant.name = 'sizes';
      new DataView(constant.rawData.buffer, constant.rawData.byteOffset).setBigInt64(0, -(2n ** 31n), true);
    },
    'the ONNX file is damaged: constant sizes holds the size -2147483648; copy or export it again.',
  ],
  [
    'such a size in another encoding',
    (model) => {
      const constant = numbers(model);
      constant.name = 'sizes';
      constant.rawData = new Uint8Array();
      constant.int64Data = [2n ** 40n];
    },
    'the ONNX file is damaged: constant sizes holds the size 1099511627776; copy or export it again.',
  ],
])('a model with %s is refused', async (_, change, reason) => {
  await expect(loadModel(changeModel(bytes, change))).rejects.toThrow(
    new InferenceError(`Cannot load the given bytes: ${reason}`),
  );
});

test('weights that are not numbers are refused', async () => {
  const changed = changeModel(bytes, (model) => {
    for (const { dataType, rawData } of model.graph!.initializer) {
      if (dataType === TensorProto_DataType.FLOAT) rawData.fill(0xff);
    }
  });
  await expect(loadModel(changed)).rejects.toThrow(
    'ONNX Runtime gave probabilities that are not numbers: the weights are damaged.',
  );
});

test('a tokenizer with more tokens than the embedding is refused', async () => {
  const few = characterTokenizer({ characters: 'abc' });
  const { bytes: small } = exportTextModel({ vocabulary: 5, embedding: 2 }, { tokenizer: few });
  const more = changeMetadata(small, { tokenizer: JSON.stringify(tokenizer) });
  await expect(loadModel(more)).rejects.toThrow(
    /^Cannot load the given bytes: ONNX Runtime cannot run the model: .+\.$/,
  );
});

const { pixels, rows, vector } = readers;
const cannot = 'Cannot load the given bytes: ';

test.each([
  ['pixels', pixels, 'pixels float [batch, 2, 8, 6]'],
  ['rows', rows, 'features float [batch, steps, 12] and lengths int32 [batch]'],
  ['a vector', vector, 'features float [batch, 96]'],
])('a model that reads %s of other images than the file says is refused', async (_, spec, reads) => {
  const bytes = changeCard(exportImages(spec).bytes, { image: { ...SIZE, height: 9, width: 7 } });
  await expect(loadModel(bytes)).rejects.toThrow(
    `${cannot}the model reads ${reads}, expected pixels float [batch, 2, 9, 7], or features float [batch, steps, 14] ` +
      'and lengths int32 [batch], or features float [batch, 126].',
  );
});

test('a model of the other kind than asked for is refused', async () => {
  await expect(loadModel(exportImages(pixels).bytes, { input: 'text' })).rejects.toThrow(
    `${cannot}the model reads image, expected text.`,
  );
  await expect(loadModel(exportTextModel().bytes, { input: 'image' })).rejects.toThrow(
    `${cannot}the model reads text, expected image.`,
  );
  await expect(loadModel(exportTextModel().bytes, { input: 'sound' as never })).rejects.toThrow(
    'loadModel: input must be one of text, image, tokens, sequence, language, received "sound".',
  );
});
