import { expect, test } from 'vitest';
import type { TrainingState } from '../engine.js';
import type { Answers, CallName, Request, Response } from './protocol.js';
import { type Port, serve } from './serve.js';

/** What one call is answered with, and the memory that goes over. */
function answered(answers: Partial<Answers>, name: CallName): Promise<[Response, ArrayBuffer[]]> {
  return new Promise((resolve) => {
    const port: Port = { onmessage: null, postMessage: (...message) => resolve(message) };
    serve(answers as Answers, port);
    port.onmessage!({ data: { id: 7, name, arguments: [1] } as unknown as Request });
  });
}

test('a state goes over with all of its memory', async () => {
  const state: TrainingState = {
    parameters: new Float32Array(3),
    slots: [new Float32Array(3), new Float32Array(3)],
    carried: [{ data: new Float32Array(4), dims: [2, 2] }],
  };
  const [response, handOver] = await answered({ getState: async () => state }, 'getState');
  expect(response).toEqual({ id: 7, result: state });
  const vectors = [state.parameters, ...state.slots, state.carried![0]!.data];
  expect(handOver).toEqual(vectors.map(({ buffer }) => buffer));
});

test('memory that cannot be handed over is copied', async () => {
  const { port1, port2 } = new MessageChannel();
  const data = new Float32Array(new WebAssembly.Memory({ initial: 1 }).buffer, 0, 2).fill(3);
  const states = { h: { type: 'float32' as const, dims: [2], data } };
  serve({ part: async () => states } as Partial<Answers> as Answers, port1 as unknown as Port);
  const received = new Promise<Response>((resolve) => {
    port2.onmessage = ({ data }) => resolve(data);
  });
  port2.postMessage({ id: 7, name: 'part', arguments: [] });
  expect(await received).toEqual({ id: 7, result: states });
  port1.close();
});

test('what has no memory, what threads share, and an error are copied', async () => {
  const generator = [1, 2, 3];
  expect(await answered({ initialize: async () => generator }, 'initialize')).toEqual([
    { id: 7, result: generator },
    [],
  ]);
  const data = new Float32Array(new SharedArrayBuffer(8));
  const states = { h: { type: 'float32' as const, dims: [2], data } };
  expect(await answered({ part: async () => states }, 'part')).toEqual([{ id: 7, result: states }, []]);
  const failing = { getState: () => Promise.reject(new Error('Model 1 is not open.')) };
  expect(await answered(failing, 'getState')).toEqual([{ id: 7, error: 'Model 1 is not open.' }, []]);
});
