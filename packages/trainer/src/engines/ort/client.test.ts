import { expect, inject, test } from 'vitest';
import { runScript, runWithoutPeers } from '../../../test/without-peers.js';
import type { TrainingState } from '../engine.js';
import { EngineError } from '../error.js';
import { Client } from './client.js';
import { nodeThread } from './node-thread.js';

test('without onnxruntime-node, an engine says how to install it', async () => {
  const script = `
    import { onnxruntime } from '@rnnlab/trainer';
    for (let k = 0; k < 2; k++) await onnxruntime().describe().catch((e) => console.log(e.code + ': ' + e.message));`;
  const line =
    'RNNLAB_ENGINE: Cannot import `onnxruntime-node`: install it with `npm install onnxruntime-node`.';
  expect(await runWithoutPeers('trainer', script)).toBe(`${line}\n${line}`);
});

test('a program with an engine ends by itself', async () => {
  const script = `
    import { onnxruntime } from '@rnnlab/trainer';
    console.log(await onnxruntime().describe());`;
  expect(await runScript(inject('freshPackages'), script)).toMatch(/^ONNX Runtime /);
});

test('what ONNX Runtime refuses is an EngineError, and the thread goes on', async () => {
  const client = new Client(nodeThread('onnxruntime-worker'));
  const nothing = { threads: 1, training: [Uint8Array.of(1, 2, 3)], evaluation: Uint8Array.of(1) };
  await expect(client.call('open', nothing)).rejects.toThrow(EngineError);
  await expect(client.call('getState', 99)).rejects.toThrow('ONNX Runtime: Model 99 is not open.');
  expect(await client.call('version')).toMatch(/\d/);
  expect(client.failed).toBe(false);
});

test('an argument that cannot be sent is refused, and the thread goes on', async () => {
  const client = new Client(nodeThread('onnxruntime-worker'));
  const state = { parameters: () => {} } as unknown as TrainingState;
  await expect(client.call('setState', 1, state)).rejects.toThrow('could not be cloned');
  expect(await client.call('version')).toMatch(/\d/);
});
