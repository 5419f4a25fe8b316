import { expect, test } from 'vitest';
import { EngineError } from './error.js';
import { importPeer, peerError } from './optional-peer.js';

test('a peer that is there is imported', async () => {
  const { InferenceSession } = await importPeer<typeof import('onnxruntime-web')>('onnxruntime-web');
  expect(InferenceSession.create).toBeTypeOf('function');
});

test('a peer that is not there is an EngineError that says how to install it', async () => {
  const failed = importPeer('@rnnlab/no-such-peer', 'or use the engine `web`');
  await expect(failed).rejects.toThrow(EngineError);
  await expect(failed).rejects.toThrow(
    'Cannot import `@rnnlab/no-such-peer`: install it with `npm install @rnnlab/no-such-peer`, or use the engine `web`.',
  );
});

test('a peer that is there but lacks something of its own says what', () => {
  const error = Object.assign(new Error("Cannot find package 'flatbuffers'"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  expect(peerError('onnxruntime-web', error).message).toBe(
    "`onnxruntime-web` could not be loaded: Cannot find package 'flatbuffers'",
  );
});
