import { expect, inject, test } from 'vitest';
import { runScript, runWithoutPeers } from '../../../test/without-peers.js';
import { EngineError } from '../../errors.js';
import type { TrainingState } from '../engine.js';
import type { CallName, Handlers, Request, Response } from './protocol.js';
import { Client, nodeThread, type Port, serve } from './rpc.js';

test('without onnxruntime-node, the error of an engine explains how to install it', async () => {
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

test('an error of ONNX Runtime is an EngineError, and the thread keeps answering', async () => {
  const client = new Client(nodeThread('onnxruntime-worker'));
  const nothing = { threads: 1, training: [Uint8Array.of(1, 2, 3)], evaluation: Uint8Array.of(1) };
  await expect(client.call('open', nothing)).rejects.toThrow(EngineError);
  await expect(client.call('getState', 99)).rejects.toThrow('ONNX Runtime: Model 99 is not open.');
  expect(await client.call('version')).toMatch(/\d/);
  expect(client.failed).toBe(false);
});

test('an argument that cannot be sent is refused, and the thread keeps answering', async () => {
  const client = new Client(nodeThread('onnxruntime-worker'));
  const state = { parameters: () => {} } as unknown as TrainingState;
  await expect(client.call('setState', 1, state)).rejects.toThrow('could not be cloned');
  expect(await client.call('version')).toMatch(/\d/);
});

/** The response to one call, and the memory that is transferred. */
function answered(handlers: Partial<Handlers>, name: CallName): Promise<[Response, ArrayBuffer[]]> {
  return new Promise((resolve) => {
    const port: Port = { onmessage: null, postMessage: (...message) => resolve(message) };
    serve(handlers as Handlers, port);
    port.onmessage!({ data: { id: 7, name, arguments: [1] } as unknown as Request });
  });
}

test('a state is transferred with all of its memory', async () => {
  const state: TrainingState = {
    parameters: new Float32Array(3),
    slots: [new Float32Array(3), new Float32Array(3)],
    carried: [{ data: new Float32Array(4), dims: [2, 2] }],
  };
  const [response, transfer] = await answered({ getState: async () => state }, 'getState');
  expect(response).toEqual({ id: 7, result: state });
  const vectors = [state.parameters, ...state.slots, state.carried![0]!.data];
  expect(transfer).toEqual(vectors.map(({ buffer }) => buffer));
});

test('memory that cannot be transferred is copied', async () => {
  const { port1, port2 } = new MessageChannel();
  const data = new Float32Array(new WebAssembly.Memory({ initial: 1 }).buffer, 0, 2).fill(3);
  const states = { h: { type: 'float32' as const, dims: [2], data } };
  serve({ trainShard: async () => states } as Partial<Handlers> as Handlers, port1 as unknown as Port);
  const received = new Promise<Response>((resolve) => {
    port2.onmessage = ({ data }) => resolve(data);
  });
  port2.postMessage({ id: 7, name: 'trainShard', arguments: [] });
  expect(await received).toEqual({ id: 7, result: states });
  port1.close();
});

test('results without memory, shared memory and errors are copied', async () => {
  const generator = [1, 2, 3];
  expect(await answered({ initialize: async () => generator }, 'initialize')).toEqual([
    { id: 7, result: generator },
    [],
  ]);
  const data = new Float32Array(new SharedArrayBuffer(8));
  const states = { h: { type: 'float32' as const, dims: [2], data } };
  expect(await answered({ trainShard: async () => states }, 'trainShard')).toEqual([
    { id: 7, result: states },
    [],
  ]);
  const failing = { getState: () => Promise.reject(new Error('Model 1 is not open.')) };
  expect(await answered(failing, 'getState')).toEqual([{ id: 7, error: 'Model 1 is not open.' }, []]);
});
