import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { exportModel, LABELS, metadata, tokenizer } from '../test/export-model.js';
import { InferenceError } from './error.js';
import { loadModel } from './load-model.js';

const { bytes } = exportModel();
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

const withCard = (card: Record<string, unknown>) => exportModel({}, metadata(card)).bytes;

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

test('title and provenance may be missing', async () => {
  const model = await loadModel(withCard({ title: undefined, provenance: undefined }));
  expect([model.title, model.provenance]).toEqual(['', {}]);
  await model.close();
});

describe('files', () => {
  const ends: [string, () => Promise<string>, string][] = [
    ['a missing file', async () => join(folder, 'none.onnx'), 'there is no such file.'],
    ['a file below a file', async () => join(await file('f', 'x'), 'a'), 'there is no such file.'],
    ['a folder', async () => folder, 'it is a folder, expected a model file (.onnx).'],
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
        /^loadModel takes a path, a file: URL or the bytes of a model file; received .+\.$/,
      );
    },
  );
});

describe('metadata', () => {
  const { rnnlab, tokenizer: saved } = metadata() as { rnnlab: string; tokenizer: string };
  const cases: [string, () => Uint8Array, string][] = [
    [
      'an ONNX file that is not ours',
      () => exportModel({}, {}).bytes,
      'the ONNX file has no `rnnlab` metadata, so it has no labels and no tokenizer; files made with `rnnlab export` have.',
    ],
    [
      'a file without a tokenizer',
      () => exportModel({}, { rnnlab }).bytes,
      'its metadata has no `tokenizer`; export the model again with `rnnlab export`.',
    ],
    [
      'a newer file',
      () => withCard({ format: 2, labels: 'elsewhere' }),
      'the file has format 2, this version of @rnnlab/inference reads format 1; update @rnnlab/inference.',
    ],
    [
      'a file without a format',
      () => withCard({ format: undefined }),
      '`format` in its metadata `rnnlab` must be a version, received nothing.',
    ],
    [
      'another task',
      () => withCard({ task: 'generation' }),
      '`task` in its metadata `rnnlab` must be "classification", "labeling" or "language-model", received "generation".',
    ],
    [
      'another input',
      () => withCard({ input: 'images' }),
      '`input` in its metadata `rnnlab` must be "text", "image", "tokens", "sequence", received "images".',
    ],
    [
      'labels that are no list',
      () => withCard({ labels: { a: 1 } }),
      '`labels` in its metadata `rnnlab` must be a list of different names, received an object.',
    ],
    [
      'the same label twice',
      () => withCard({ labels: ['a', 'b', 'c', 'a'] }),
      '`labels` in its metadata `rnnlab` must be a list of different names, received an array of 4.',
    ],
    [
      'a title that is no string',
      () => withCard({ title: 7 }),
      '`title` in its metadata `rnnlab` must be a string, received 7.',
    ],
    [
      'provenance that is no object',
      () => withCard({ provenance: [] }),
      '`provenance` in its metadata `rnnlab` must be an object, received an array of 0.',
    ],
    [
      'metadata that is no object',
      () => exportModel({}, { rnnlab: 'null', tokenizer: saved }).bytes,
      'its metadata `rnnlab` must be an object, received null.',
    ],
    [
      'a tokenizer of another kind',
      () => exportModel({}, { rnnlab, tokenizer: '{"model":{"type":"Unigram"}}' }).bytes,
      'its metadata `tokenizer` is damaged (In tokenizer.json, model.type is not supported: expected one of WordLevel, WordPiece, BPE, received "Unigram").',
    ],
    [
      'too few labels',
      () => withCard({ labels: ['a', 'b'] }),
      'the model has 4 classes, but the file names 2 labels.',
    ],
  ];
  test.each(cases)('%s is refused', async (_, make, reason) => {
    await expect(loadModel(make())).rejects.toThrow(
      new InferenceError(`Cannot load the given bytes: ${reason}`),
    );
  });

  test.each(['rnnlab', 'tokenizer'])('%s that is not JSON is refused', async (key) => {
    const damaged = exportModel({}, { rnnlab, tokenizer: saved, [key]: '{"format": 1,' }).bytes;
    await expect(loadModel(damaged)).rejects.toThrow(
      new RegExp(`^Cannot load the given bytes: its metadata \`${key}\` is damaged \\(.*JSON.*\\)\\.$`),
    );
  });
});

test.each([0, -1, 1.5, 2000, '2'])('%j threads are refused', async (threads) => {
  await expect(loadModel(bytes, { threads: threads as number })).rejects.toThrow(
    new InferenceError(
      `Option threads must be an integer from 1 to 1024; received ${JSON.stringify(threads)}.`,
    ),
  );
});

test('nothing is printed, not even for a file that ONNX Runtime refuses', async () => {
  const good = await file('good.onnx', bytes);
  const bad = await file('bad.onnx', exportModel({ vocabulary: 5, embedding: 2 }).bytes);
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
