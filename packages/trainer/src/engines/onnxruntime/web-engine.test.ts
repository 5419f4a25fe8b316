import { expect, test } from 'vitest';
import { agreementCases, DISTINCT, trainTwenty } from '../../../test/agreement.js';
import { engineSuite } from '../../../test/engine-suite.js';
import { onnxruntime } from './node-engine.js';
import { web } from './web-engine.js';

engineSuite('web', () => web());

/** The largest difference of two lists of numbers. */
function difference(a: number[], b: number[]): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, k) => Math.abs(value - b[k]!)));
}

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test.each(agreementCases)('20 steps agree with `onnxruntime`: $name', async (agreement) => {
  const expected = await trainTwenty(onnxruntime({ threads: 1 }), agreement);
  const { losses, outputs } = await trainTwenty(web(), agreement);
  expect(mean(expected.losses.slice(-DISTINCT))).toBeLessThan(mean(expected.losses.slice(0, DISTINCT)));
  expect(difference(losses, expected.losses)).toBeLessThan(1e-4);
  expect(difference(outputs, expected.outputs)).toBeLessThan(1e-4);
});

test('two threads, and no worker, give the same losses', async () => {
  const [agreement] = agreementCases;
  const { losses } = await trainTwenty(web(), agreement!);
  expect(difference((await trainTwenty(web({ threads: 2 }), agreement!)).losses, losses)).toBeLessThan(1e-5);
  expect((await trainTwenty(web({ worker: false }), agreement!)).losses).toEqual(losses);
});

test('describes its version and threads', async () => {
  expect(await web().describe()).toMatch(/^ONNX Runtime Web \d+\.\d+\.\d+ in WebAssembly, 1 thread$/);
});

test.each([
  [{ threads: 0 }, 'web: threads must be a whole number of at least 1, received 0.'],
  [{ worker: true }, 'web: worker must be an address or false, received true.'],
  [{ thread: 1 }, 'web has no option "thread"; the nearest is "threads".'],
])('refuses %j', (options, message) => {
  expect(() => web(options as object)).toThrow(message);
});

test('missing files of WebAssembly are an EngineError', async () => {
  const engine = web({ wasmPaths: { wasm: '/nowhere/ort.wasm' } });
  await expect(trainTwenty(engine, agreementCases[0]!)).rejects.toThrow(/^ONNX Runtime: /);
});
