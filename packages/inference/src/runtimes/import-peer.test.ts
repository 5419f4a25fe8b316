import { expect, test } from 'vitest';
import { InferenceError } from '../error.js';
import { importPeer } from './import-peer.js';

test('a package that is there is imported', async () => {
  const runtime = await importPeer('onnxruntime-node', () => import('onnxruntime-node'));
  expect(runtime.InferenceSession.create).toBeTypeOf('function');
});

test('a package that is not installed is named, with the command that installs it', async () => {
  const name = 'onnxruntime-nowhere';
  await expect(importPeer(name, () => import(/* @vite-ignore */ name))).rejects.toThrow(
    new InferenceError(
      'Cannot import `onnxruntime-nowhere`: install it with `npm install onnxruntime-nowhere`.',
    ),
  );
});

test('a package that fails as it starts is told from one that is missing', async () => {
  const failing = () => Promise.reject(new Error('libonnxruntime.so.1: cannot open shared object file.'));
  await expect(importPeer('onnxruntime-node', failing)).rejects.toThrow(
    new InferenceError(
      'Cannot import `onnxruntime-node`: libonnxruntime.so.1: cannot open shared object file.',
    ),
  );
});
