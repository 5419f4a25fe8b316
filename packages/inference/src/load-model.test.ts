import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasCode } from '@rnnlab/shared';
import { characterTokenizer } from '@rnnlab/tokenizers';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { changeCard, changeMetadata } from '../test/change-model.js';
import { exportTextModel, LABELS, tokenizer } from '../test/exported-models.js';
import { InferenceError } from './error.js';
import { loadModel } from './load-model.js';

const { bytes } = exportTextModel();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnnlab-inference-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a file and gives its path. */
async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const withCard = (fields: Record<string, unknown>) => changeCard(bytes, fields);

test('a file, its URL and its bytes are the same model', async () => {
  const path = await file('names.onnx', bytes);
  // A view in the middle of a larger buffer, as Node.js gives for small files.
  const view = new Uint8Array(bytes.length + 20).subarray(13, 13 + bytes.length);
  view.set(bytes);
  const results = [];
  for (const source of [path, pathToFileURL(path), bytes, bytes.buffer, Buffer.from(bytes), view]) {
    const model = await loadModel(source, { threads: 2, input: 'text' });
    results.push(await model.predict(['Nakamura']));
    await model.close();
  }
  for (const result of results) expect(result).toEqual(results[0]);
});

test('a model tells what it is', async () => {
  const model = await loadModel(bytes, { input: 'text' });
  expect(model.labels).toEqual(LABELS);
  expect(model.title).toBe('Surnames');
  expect(model.provenance).toEqual({ dataset: 'names', seed: 1, testAccuracy: 0.83 });
  expect(model.tokenizer.toJSON()).toEqual(tokenizer.toJSON());
  await model.close();
});

test('an error is known by its code', async () => {
  const error = await loadModel(join(folder, 'none.onnx')).catch((one: unknown) => one);
  expect(hasCode(error, 'RNNLAB_INFERENCE')).toBe(true);
});

test('title and provenance may be missing', async () => {
  const model = await loadModel(withCard({ title: undefined, provenance: undefined }));
  expect([model.title, model.provenance]).toEqual(['', {}]);
  await model.close();
});

describe('files', () => {
  const ends: [string, () => Promise<string>, string][] = [
    ['a missing file', async () => join(folder, 'none.onnx'), 'it does not exist.'],
    ['a file below a file', async () => join(await file('f', 'x'), 'a'), 'a part of the path is a file.'],
    ['a folder', async () => folder, 'it is a folder.'],
    ['an empty file', () => file('empty', ''), 'the file is empty.'],
    ['a text', () => file('text', 'Dear Sir or Madam,\n'.repeat(99)), 'it is not an ONNX file.'],
    ['a JSON file', () => file('json', '{"labels": []}'), 'it is not an ONNX file.'],
    [
      'random bytes',
      () =>
        file(
          'random',
          Uint8Array.from({ length: 999 }, (_, k) => 255 - ((k * k * 31) % 251)),
        ),
      'it is not an ONNX file.',
    ],
    [
      'a truncated file',
      () => file('cut', bytes.subarray(0, 1000)),
      'the ONNX file is damaged or cut off; copy or export it again.',
    ],
  ];
  test.each(ends)('%s is refused by name', async (_, make, reason) => {
    const path = await make();
    await expect(loadModel(path)).rejects.toThrow(new InferenceError(`Cannot load ${path}: ${reason}`));
  });

  test('a file that is cut off anywhere is refused', async () => {
    for (let length = 0; length < bytes.length; length += 37) {
      await expect(loadModel(bytes.subarray(0, length))).rejects.toBeInstanceOf(InferenceError);
    }
  });

  test.each([undefined, null, 7, '', {}, new URL('https://example.org/names.onnx')])(
    'the source %j is refused',
    async (source) => {
      await expect(loadModel(source as string)).rejects.toThrow(
        /^loadModel takes a path, a file: URL or the bytes of a model file, received .+\.$/,
      );
    },
  );
});

describe('metadata', () => {
  const cases: [string, () => Uint8Array, string][] = [
    [
      'an ONNX file that is not ours',
      () => changeMetadata(bytes, { rnnlab: undefined, tokenizer: undefined }),
      'the file has no metadata `rnnlab`, so it has no labels and no tokenizer: `rnnlab export` and `exportModel` of @rnnlab/onnx write it.',
    ],
    [
      'a file without a tokenizer',
      () => changeMetadata(bytes, { tokenizer: undefined }),
      'the metadata has no `tokenizer`, but the model reads texts.',
    ],
    [
      'an older file',
      () => withCard({ format: 1 }),
      'the file has format 1, this version of RNNLab reads format 2: export it again.',
    ],
    [
      'a newer file',
      () => withCard({ format: 3, labels: 'elsewhere' }),
      'the file has format 3, this version of RNNLab reads format 2: update RNNLab.',
    ],
    [
      'another input',
      () => withCard({ input: 'images' }),
      '`input` in the metadata `rnnlab` must be one of "text", "image", "tokens", "sequence", received "images".',
    ],
    [
      'a tokenizer of another kind',
      () => changeMetadata(bytes, { tokenizer: '{"model":{"type":"Unigram"}}' }),
      'the metadata `tokenizer` is damaged (In tokenizer.json, model.type is not supported: expected one of WordLevel, WordPiece, BPE, received "Unigram").',
    ],
    [
      'too few labels',
      () => withCard({ labels: ['a', 'b'] }),
      'the model has 4 outputs, but the file names 2 labels.',
    ],
  ];
  test.each(cases)('%s is refused', async (_, make, reason) => {
    await expect(loadModel(make())).rejects.toThrow(
      new InferenceError(`Cannot load the given bytes: ${reason}`),
    );
  });

  test.each(['rnnlab', 'tokenizer'])('%s that is not JSON is refused', async (key) => {
    const damaged = changeMetadata(bytes, { [key]: '{"format": 2,' });
    await expect(loadModel(damaged)).rejects.toThrow(
      new RegExp(`^Cannot load the given bytes: the metadata \`${key}\` is damaged \\(.*JSON.*\\)\\.$`),
    );
  });
});

test.each([0, -1, 1.5, 2000, '2'])('%j threads are refused', async (threads) => {
  await expect(loadModel(bytes, { threads: threads as number })).rejects.toThrow(
    new InferenceError(
      `loadModel: threads must be a whole number from 1 to 1024, received ${JSON.stringify(threads)}.`,
    ),
  );
});

test('nothing is printed, not even for a file that ONNX Runtime refuses', async () => {
  const good = await file('good.onnx', bytes);
  const few = characterTokenizer({ characters: 'abc' });
  const small = exportTextModel({ vocabulary: 5, embedding: 2 }, { tokenizer: few }).bytes;
  const bad = await file('bad.onnx', changeMetadata(small, { tokenizer: JSON.stringify(tokenizer) }));
  const script = `
    import { loadModel } from ${JSON.stringify(join(inject('freshPackages'), 'node_modules/@rnnlab/inference/dist/index.js'))};
    const model = await loadModel(${JSON.stringify(good)});
    await model.predict(['Nakamura']);
    await model.close();
    const failed = await loadModel(${JSON.stringify(bad)}).catch((error) => error.name);
    if (failed !== 'InferenceError') throw new Error('The file was not refused.');`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
