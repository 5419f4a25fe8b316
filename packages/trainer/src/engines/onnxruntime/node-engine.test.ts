import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { initialize } from '@rnnlab/models';
import { Generator } from '@rnnlab/shared';
import { expect, test } from 'vitest';
import { engineSuite } from '../../../test/engine-suite.js';
import { bits, toyExamples, toySpec } from '../../../test/toy.js';
import { EngineError } from '../../errors.js';
import { initialState } from '../engine.js';
import { installation } from './execution-providers.js';
import { onnxruntime } from './node-engine.js';

engineSuite('onnxruntime', () => onnxruntime({ threads: 1 }));

test('describes its version and threads', async () => {
  expect(await onnxruntime({ threads: 1 }).describe()).toMatch(
    /^ONNX Runtime \d+\.\d+\.\d+ on the CPU, 1 thread$/,
  );
  expect(await onnxruntime({ threads: 3 }).describe()).toMatch(/, 3 threads$/);
});

test.each([0, -1, 1.5, Number.NaN, '2'])('%s threads are refused', (threads) => {
  expect(() => onnxruntime({ threads: threads as number })).toThrow(
    `onnxruntime: threads must be a whole number of at least 1, received ${JSON.stringify(threads) === 'null' ? 'NaN' : JSON.stringify(threads)}.`,
  );
});

test('an option that does not exist is refused with the nearest one', () => {
  expect(() => onnxruntime({ thread: 2 } as object)).toThrow(
    'onnxruntime has no option "thread"; the nearest is "threads".',
  );
});

test('a device that does not exist is refused', () => {
  expect(() => onnxruntime({ device: 'gpu' as 'cuda' })).toThrow(
    'onnxruntime: device must be one of cpu, cuda, received "gpu".',
  );
});

const { folder } = installation()!;
const provider = join(folder, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so');
test.skipIf(existsSync(provider))(
  'without the CUDA provider, cuda is refused and the CPU still works',
  async () => {
    const engine = onnxruntime({ device: 'cuda', threads: 1 });
    for (const call of [() => engine.describe(), () => engine.compile(toySpec(), { type: 'adam' })]) {
      await expect(call()).rejects.toThrow(EngineError);
      await expect(call()).rejects.toThrow(/^onnxruntime: .*CUDA.*\.$/);
    }
    expect(await onnxruntime({ device: 'cpu', threads: 1 }).describe()).toMatch(/ on the CPU, 1 thread$/);
  },
);

// ONNX Runtime sets this only for the thread in which a process makes its first session.
test.each([1, 2, 3])(
  'denormal numbers are flushed to zero with %i threads, whichever engine came first',
  async (threads) => {
    const model = await onnxruntime({ threads }).compile(toySpec(), { type: 'adam' });
    const generator = new Generator(1);
    const state = initialState(
      initialize(toySpec(), () => generator.uniform()),
      2,
    );
    state.slots[0]!.fill(1e-39);
    await model.setState(state);
    const batch = toyExamples(1, 1, { longest: 1 }).batch([0], 1);
    await model.train({
      batches: [batch],
      shape: { batch: 1, steps: 1 },
      step: 0,
      learningRates: [0.1],
      mask: () => {},
    });
    const { slots } = await model.getState();
    // Tokens that do not occur have no gradient: the rest of their mean gradient is denormal.
    expect(slots[0]!.filter((value) => value !== 0 && Math.abs(value) < 1e-38)).toHaveLength(0);
    await model.dispose();
  },
);

test('the same model gives the same bits with sessions made for another one before it', async () => {
  const run = async (): Promise<Uint32Array> => {
    const model = await onnxruntime({ threads: 2 }).compile(toySpec(), { type: 'sgd' });
    const generator = new Generator(1);
    await model.setState(
      initialState(
        initialize(toySpec(), () => generator.uniform()),
        0,
      ),
    );
    const batch = toyExamples(4, 1).batch([0, 1, 2, 3], 9);
    await model.train({
      batches: [batch],
      shape: { batch: 4, steps: 9 },
      step: 0,
      learningRates: [0.1],
      mask: () => {},
    });
    const { parameters } = await model.getState();
    await model.dispose();
    return bits(parameters);
  };
  const first = await run();
  await (await onnxruntime({ threads: 1 }).compile(toySpec({ units: 5 }), { type: 'sgd' })).dispose();
  expect(await run()).toEqual(first);
});
