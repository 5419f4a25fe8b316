import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../errors.js';
import { cudaFailure, expectCudaProvider, installation, sessionOptions } from './execution-providers.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnnlab-cuda-'));
  await mkdir(join(folder, 'bin/napi-v6/linux/x64'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const found = (platform = 'linux', arch = 'x64') => ({ folder, version: '1.29.0', platform, arch });
const library = (name: string): Promise<void> =>
  writeFile(join(folder, 'bin/napi-v6/linux/x64', `libonnxruntime_providers_${name}.so`), '');

describe('expectCudaProvider', () => {
  test('accepts both libraries beside the binding', async () => {
    await library('cuda');
    await library('shared');
    expect(() => expectCudaProvider(found())).not.toThrow();
  });

  test('explains how to get the libraries, in one sentence', () => {
    const check = (): void => expectCudaProvider(found());
    expect(check).toThrow(EngineError);
    expect(check).toThrow(
      `onnxruntime: there is no CUDA provider in ${join(folder, 'bin/napi-v6/linux/x64')}: run ` +
        '`node script/install --onnxruntime-node-install=cuda12` in the folder of onnxruntime-node, or put there ' +
        'libonnxruntime_providers_cuda.so and libonnxruntime_providers_shared.so of ONNX Runtime 1.29.0.',
    );
  });

  test('names the library alone that is missing', async () => {
    await library('cuda');
    expect(() => expectCudaProvider(found())).toThrow('put there libonnxruntime_providers_shared.so of');
  });

  test.each([
    ['linux', 'arm64'],
    ['win32', 'x64'],
    ['darwin', 'arm64'],
  ])('refuses %s on %s, for which there is none', (platform, arch) => {
    expect(() => expectCudaProvider(found(platform, arch))).toThrow(
      `onnxruntime: the device cuda needs Linux on x64, as onnxruntime-node has no CUDA for ${platform} on ${arch}.`,
    );
  });
});

test('the installation is the package that is imported', () => {
  const require = createRequire(import.meta.url);
  expect(installation()).toMatchObject({ platform: process.platform, arch: process.arch });
  expect(require.resolve('onnxruntime-node')).toContain(installation()!.folder);
  expect(installation()!.version).toMatch(/^\d+\.\d+\.\d+/);
});

describe('cudaFailure', () => {
  test('explains the needs of CUDA, with the first line of the reason', () => {
    const error = cudaFailure(new Error('OrtSession_Cuda: Failed to load shared library.\nat line 3\n'));
    expect(error).toBeInstanceOf(EngineError);
    expect(error.message).toBe(
      'CUDA cannot be used: it needs an NVIDIA driver, and the CUDA and cuDNN that the provider was built for on ' +
        'the path of libraries; the reason was "OrtSession_Cuda: Failed to load shared library".',
    );
  });

  test('leaves an error of the model as it is', () => {
    const error = new Error('No graph was found in the protobuf.');
    expect(cudaFailure(error)).toBe(error);
  });
});

test('the CPU needs no provider to be named', () => {
  expect(sessionOptions({ threads: 3, device: 'cpu' })).toEqual(sessionOptions({ threads: 3 }));
  expect(sessionOptions({ threads: 3 })).not.toHaveProperty('executionProviders');
  expect(sessionOptions({ threads: 3 }).intraOpNumThreads).toBe(3);
});

test('CUDA is the only provider that is named, as naming the CPU would not let its use be forbidden', () => {
  expect(sessionOptions({ threads: 1, device: 'cuda' }).executionProviders).toEqual(['cuda']);
});
