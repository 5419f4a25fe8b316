import { EngineError } from '@rnnlab/trainer';
import { expect, test } from 'vitest';
import { whyNotCuda } from './why-not.js';

const described = async (): Promise<string> => 'ONNX Runtime on an NVIDIA GPU';

test('without a driver there is nothing to check, whatever is installed', async () => {
  expect(await whyNotCuda(() => false, described)).toBe('There is no driver of an NVIDIA GPU.');
});

test('with a GPU, but no provider, the engine says why', async () => {
  const describe = async (): Promise<string> => {
    throw new EngineError('There is no CUDA provider.');
  };
  expect(await whyNotCuda((path) => path === '/dev/nvidiactl', describe)).toBe('There is no CUDA provider.');
});

test('with both there is no reason', async () => {
  expect(await whyNotCuda((path) => path === '/dev/dxg', described)).toBeUndefined();
});

test('an error of the program is not taken for a missing provider', async () => {
  const describe = async (): Promise<string> => {
    throw new TypeError('undefined is not a function');
  };
  await expect(whyNotCuda(() => true, describe)).rejects.toThrow(TypeError);
});
