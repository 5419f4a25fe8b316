import { parameterCount, sequenceClassifier } from '@rnnlab/models';
import { dividedTraining } from '@rnnlab/onnx';
import ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import type { Client } from './client.js';
import { dividedRunner } from './divided-runner.js';
import type { SharedPart } from './protocol.js';

const spec = sequenceClassifier({ vocabulary: 7, classes: 4, cell: 'rnn', units: 3 });
const parameters = parameterCount(spec);
const program = {
  ...dividedTraining(spec, { type: 'sgd' })!,
  leastPart: 2,
  axes: { ids: 0, lengths: 0, targets: 0 },
  carried: [],
  parameters,
};
const feeds = {
  parameters: new ort.Tensor('float32', new Float32Array(parameters).fill(0.1), [parameters]),
  scalars: new ort.Tensor('float32', Float32Array.of(0.1, 0.1), [2, 1]),
  ids: new ort.Tensor('int32', new Int32Array(24), [2, 4, 3]),
  lengths: new ort.Tensor('int32', new Int32Array(8).fill(3), [2, 4]),
  targets: new ort.Tensor('int32', new Int32Array(8), [2, 4]),
};

test('a helper that fails, at once or in a while, fails the run and is told to stop', async () => {
  for (const wait of [0, 50]) {
    let shared: SharedPart | undefined;
    const helper = {
      async call(name: string, ...args: unknown[]) {
        if (name === 'openPart') {
          shared = args[2] as SharedPart;
          return 1;
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
        throw new Error('There is no memory left.');
      },
    } as unknown as Client;
    const session = (model: Uint8Array) => ort.InferenceSession.create(model);
    const runner = await dividedRunner(ort, session, () => helper, program, { threads: 2, device: 'cpu' });
    await expect(runner.run({ ...feeds })).rejects.toThrow('There is no memory left.');
    expect(shared!.baton[0]).toBe(-1);
    await runner.close!();
  }
});
